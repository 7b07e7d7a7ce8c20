import type { Collected } from '../collect/collected.ts';
import type { Compilation } from '../compile/compile-collected.ts';

/** What the hints look at: everything that was collected, and what of it compiled. */
export interface ValidatedRules {
  readonly collected: Collected;
  readonly compilation: Compilation;
}
