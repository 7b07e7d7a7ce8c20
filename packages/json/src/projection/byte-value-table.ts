import { InternTable } from './intern-table.ts';
import { ProjectedKey } from './projected-key.ts';
import type { Slots } from './slots.ts';
import { UNKNOWN, type ValueTable } from './value-table.ts';

/** Longer keys are never kept: they are rarely the same twice. */
const MAX_KEY_BYTES = 2048;

/** The table in TypeScript: the reference, and what runs where WebAssembly SIMD does not. */
export class ByteValueTable implements ValueTable {
  readonly #key: ProjectedKey;
  readonly #projection: Slots;
  readonly #bytes: () => Uint8Array;
  readonly #table = new InternTable();
  #lookups = 0;

  /** `paths`: their numbers in the projection; `bytes`: those it has loaded. */
  constructor(paths: readonly number[], projection: Slots, bytes: () => Uint8Array) {
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
