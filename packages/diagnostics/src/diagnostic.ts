import type { DiagnosticCode } from './codes.ts';
import type { Span } from './source-text.ts';

export type Severity = 'error' | 'warning' | 'hint';

/** One problem in something the user wrote. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  /** One sentence in lower case without a full stop. */
  readonly message: string;
  /** Absent when the problem is not in a place, e.g. of a whole file. */
  readonly span?: Span;
  /** What to do about it. */
  readonly hints: readonly string[];
  /** Other places that explain it. */
  readonly notes: readonly DiagnosticNote[];
}

export interface DiagnosticNote {
  readonly message: string;
  readonly span?: Span;
}
