import { InternTable } from './intern-table.ts';
import { ProjectedKey } from './projected-key.ts';
import type { Projection } from './projection.ts';

/** `ValueTable.find`: no number. */
export const UNKNOWN = -1;

/** Longer keys are never kept: they are rarely the same twice. */
const MAX_KEY_BYTES = 2048;

/**
 * Numbers for what stands at some paths, as written: what was found out about values once need not be found out
 * again. Bounded: a full table starts anew, values are forgotten whenever it suits.
 */
export interface ValueTable {
  /** The number remembered for the values in the record that was scanned last, or `UNKNOWN`. */
  find(): number;
  /** Remember a number, not negative, for the values that `find` has just not found. */
  add(number: number): void;
  /** How often `find` was asked, here or by the filter; a number of 32 bits that starts again from 0. */
  countLookups(): number;
  /** Forget everything. */
  clear(): void;
}

/** The table in TypeScript: the reference, and what runs where WebAssembly SIMD does not. */
export class ByteValueTable implements ValueTable {
  readonly #key: ProjectedKey;
  readonly #projection: Pick<Projection, 'slotOfPath' | 'starts' | 'ends' | 'kinds'>;
  readonly #bytes: () => Uint8Array;
  readonly #table = new InternTable();
  #lookups = 0;

  /** `paths`: their numbers in the projection; `bytes`: those it has loaded. */
  constructor(
    paths: readonly number[],
    projection: Pick<Projection, 'slotOfPath' | 'starts' | 'ends' | 'kinds'>,
    bytes: () => Uint8Array,
  ) {
    this.#key = new ProjectedKey(paths);
    this.#projection = projection;
    this.#bytes = bytes;
  }

  find(): number {
    this.#lookups = (this.#lookups + 1) >>> 0;
    const key = this.#key;
    key.read(this.#projection, this.#bytes());
    if (key.end - key.start > MAX_KEY_BYTES) return UNKNOWN;
    return this.#table.find(key.kind, key.bytes, key.start, key.end);
  }

  add(number: number): void {
    const { kind, bytes, start, end } = this.#key;
    if (end - start <= MAX_KEY_BYTES) this.#table.add(kind, bytes, start, end, number);
  }

  countLookups(): number {
    return this.#lookups;
  }

  clear(): void {
    this.#table.clear();
  }
}
