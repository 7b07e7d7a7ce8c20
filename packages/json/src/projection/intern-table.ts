// Numbers for byte sequences seen before. Bounded: when it is full it starts anew, in one step.

/** No number: the bytes are not in the table. */
const UNKNOWN = -1;

const MAX_ENTRIES = 4096;
const BUCKETS = 4 * MAX_ENTRIES;
const ARENA_BYTES = 512 * 1024;
/** Entries looked at for one key. Keys made to collide displace each other instead of making look-ups slow. */
const MAX_PROBES = 8;

/** Maps a `kind` (0–255) with bytes to a small number that was given to it. */
export class InternTable {
  readonly #buckets = new Int32Array(BUCKETS).fill(UNKNOWN);
  readonly #hashes = new Int32Array(MAX_ENTRIES);
  readonly #starts = new Int32Array(MAX_ENTRIES);
  readonly #lengths = new Int32Array(MAX_ENTRIES);
  readonly #kinds = new Uint8Array(MAX_ENTRIES);
  readonly #numbers = new Int32Array(MAX_ENTRIES);
  #arena = new Uint8Array(4096);
  #arenaEnd = 0;
  #size = 0;
  #last = UNKNOWN;
  #lastHash = 0;

  /** The number of `kind` with `bytes[start, end)`, or -1; then `add` may follow for the same bytes. */
  find(kind: number, bytes: Uint8Array, start: number, end: number): number {
    const last = this.#last;
    if (last >= 0 && this.#isEntry(last, kind, bytes, start, end)) return this.#numbers[last] ?? UNKNOWN;
    const hash = hashBytes(kind, bytes, start, end);
    this.#lastHash = hash;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const entry = this.#buckets[(hash + probe) & (BUCKETS - 1)] ?? UNKNOWN;
      if (entry < 0) return UNKNOWN;
      if (this.#hashes[entry] === hash && this.#isEntry(entry, kind, bytes, start, end)) {
        this.#last = entry;
        return this.#numbers[entry] ?? UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  /** Remember a number for the bytes that `find` has just not found. */
  add(kind: number, bytes: Uint8Array, start: number, end: number, number: number): void {
    const length = end - start;
    if (length > ARENA_BYTES) return;
    if (this.#size === MAX_ENTRIES || this.#arenaEnd + length > ARENA_BYTES) this.clear();
    this.#reserve(length);
    const entry = this.#size++;
    this.#arena.set(bytes.subarray(start, end), this.#arenaEnd);
    this.#hashes[entry] = this.#lastHash;
    this.#starts[entry] = this.#arenaEnd;
    this.#lengths[entry] = length;
    this.#kinds[entry] = kind;
    this.#numbers[entry] = number;
    this.#arenaEnd += length;
    this.#place(entry, this.#lastHash);
    this.#last = entry;
  }

  /** Forget everything. */
  clear(): void {
    this.#buckets.fill(UNKNOWN);
    this.#size = 0;
    this.#arenaEnd = 0;
    this.#last = UNKNOWN;
  }

  #place(entry: number, hash: number): void {
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const bucket = (hash + probe) & (BUCKETS - 1);
      if ((this.#buckets[bucket] ?? UNKNOWN) >= 0) continue;
      this.#buckets[bucket] = entry;
      return;
    }
    this.#buckets[hash & (BUCKETS - 1)] = entry;
  }

  #isEntry(entry: number, kind: number, bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.#lengths[entry] !== length || this.#kinds[entry] !== kind) return false;
    const arena = this.#arena;
    const offset = (this.#starts[entry] ?? 0) - start;
    for (let at = end - 1; at >= start; at--) {
      if (arena[offset + at] !== bytes[at]) return false;
    }
    return true;
  }

  #reserve(length: number): void {
    const needed = this.#arenaEnd + length;
    if (needed <= this.#arena.length) return;
    const grown = new Uint8Array(Math.min(ARENA_BYTES, Math.max(needed, 2 * this.#arena.length)));
    grown.set(this.#arena.subarray(0, this.#arenaEnd));
    this.#arena = grown;
  }
}

/** Longer keys are hashed by a sample of at least so many bytes spread over them, and by their ends. */
const HASHED_BYTES = 32;
const HASHED_AT_END = 8;

/**
 * FNV-1a over a sample of the bytes, mixed once more for the low bits. Keys that collide are told apart by their
 * bytes; those that displace each other are evaluated again, no worse.
 */
function hashBytes(kind: number, bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  let hash = Math.imul(0x811c9dc5 ^ kind, 0x01000193) ^ length;
  const step = length < 2 * HASHED_BYTES ? 1 : Math.trunc(length / HASHED_BYTES);
  for (let at = start; at < end; at += step) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  if (step > 1) {
    for (let at = end - HASHED_AT_END; at < end; at++)
      hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}
