import type { Slots } from './slots.ts';

/** `SlotKind.absent`, as a constant for the hot path. */
const ABSENT = 0;

/** What stands at some paths of a record as one sequence of bytes, to look it up by. Reused from record to record. */
export class ProjectedKey {
  kind = ABSENT;
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  readonly #paths: readonly number[];
  #buffer = new Uint8Array(256);

  /** `paths`: their numbers in the projection. */
  constructor(paths: readonly number[]) {
    this.#paths = paths;
  }

  /** Make it the key of the record that was scanned last, whose bytes are `bytes`. */
  read(projection: Slots, bytes: Uint8Array): void {
    const path = this.#paths[0];
    if (this.#paths.length !== 1 || path === undefined) {
      this.#compose(projection, bytes);
      return;
    }
    const place = projection.slotOfPath[path] ?? 0;
    this.kind = projection.kinds[place] ?? ABSENT;
    this.bytes = bytes;
    this.start = this.kind === ABSENT ? 0 : (projection.starts[place] ?? 0);
    this.end = this.kind === ABSENT ? 0 : (projection.ends[place] ?? 0);
  }

  /** Several paths: their kinds, lengths and bytes one after the other. */
  #compose(projection: Slots, bytes: Uint8Array): void {
    let end = 0;
    for (const path of this.#paths) {
      const place = projection.slotOfPath[path] ?? 0;
      const kind = projection.kinds[place] ?? ABSENT;
      const start = projection.starts[place] ?? 0;
      const length = kind === ABSENT ? 0 : (projection.ends[place] ?? 0) - start;
      this.#reserve(end + 5 + length);
      const buffer = this.#buffer;
      buffer[end++] = kind;
      for (let shift = 0; shift < 32; shift += 8) buffer[end++] = (length >>> shift) & 0xff;
      for (let at = 0; at < length; at++) buffer[end + at] = bytes[start + at] ?? 0;
      end += length;
    }
    this.kind = ABSENT;
    this.bytes = this.#buffer;
    this.start = 0;
    this.end = end;
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return;
    const grown = new Uint8Array(2 * length);
    grown.set(this.#buffer);
    this.#buffer = grown;
  }
}
