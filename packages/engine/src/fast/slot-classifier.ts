// The predicate class of a field's value: every predicate of every rule on the field is evaluated once per value.

import type { FieldValue, RecordContext } from '@windhover/event-sources';
import type { Projection } from '@windhover/json';
import type { FieldSlot } from '../compile/field-slots.ts';
import { settleValue } from '../record-reader.ts';
import { InternTable, UNKNOWN } from './intern-table.ts';
import type { Atom } from './match-plan.ts';

/** No class: the value does not depend on the projected nodes alone, or looking it up does not pay any more. */
export const UNCLASSIFIED = -1;

/** `SlotKind.absent`, as a constant for the hot path. */
const ABSENT = 0;
/** Longer values are rarely the same twice. */
const MAX_KEY_BYTES = 2048;
const MAX_CLASSES = 4096;
/** After so many look-ups it is judged whether values come again. */
const WINDOW = 2048;
const MAX_MISS_SHARE = 0.3;
/** The first windows are forgiven: everything is new once. */
const WARM_UP_WINDOWS = 2;

/** Classifies the values of one slot. */
export class SlotClassifier {
  /** Whether classes are to be had at all: false for fields that look at more than their paths. */
  isPure = true;
  /** Whether values come again often enough. */
  isWorthwhile = true;
  /** The results of all atoms, by class. */
  readonly results: Uint8Array[] = [];
  readonly #slot: FieldSlot;
  readonly #paths: readonly number[];
  readonly #atoms: readonly Atom[];
  readonly #table = new InternTable();
  readonly #classes = new Map<string, number>();
  #key = new Uint8Array(256);
  #lookups = 0;
  #misses = 0;
  #windows = 0;

  /** `paths`: numbers of the slot's paths in the projection. */
  constructor(slot: FieldSlot, paths: readonly number[], atoms: readonly Atom[]) {
    this.#slot = slot;
    this.#paths = paths;
    this.#atoms = atoms;
  }

  /**
   * The class of the value in the record that was scanned last, whose bytes are `bytes`; or `UNCLASSIFIED`, after
   * which the slot must not be asked again.
   */
  classify(projection: Projection, bytes: Uint8Array): number {
    const path = this.#paths[0];
    if (this.#paths.length !== 1 || path === undefined) return this.#classifyComposed(projection, bytes);
    const place = projection.slotOfPath[path] ?? 0;
    const kind = projection.kinds[place] ?? ABSENT;
    if (kind === ABSENT) return this.#classifyKey(ABSENT, bytes, 0, 0, projection);
    return this.#classifyKey(kind, bytes, projection.starts[place] ?? 0, projection.ends[place] ?? 0, projection);
  }

  /** Several paths: their kinds, lengths and bytes one after the other make the key. */
  #classifyComposed(projection: Projection, bytes: Uint8Array): number {
    let end = 0;
    for (const path of this.#paths) {
      const place = projection.slotOfPath[path] ?? 0;
      const kind = projection.kinds[place] ?? ABSENT;
      const start = projection.starts[place] ?? 0;
      const length = kind === ABSENT ? 0 : (projection.ends[place] ?? 0) - start;
      this.#reserve(end + 5 + length);
      const key = this.#key;
      key[end++] = kind;
      for (let shift = 0; shift < 32; shift += 8) key[end++] = (length >>> shift) & 0xff;
      for (let at = 0; at < length; at++) key[end + at] = bytes[start + at] ?? 0;
      end += length;
    }
    return this.#classifyKey(ABSENT, this.#key, 0, end, projection);
  }

  #classifyKey(kind: number, key: Uint8Array, start: number, end: number, projection: Projection): number {
    if (++this.#lookups === WINDOW) this.#judge();
    const isKept = end - start <= MAX_KEY_BYTES;
    if (isKept) {
      const known = this.#table.find(kind, key, start, end);
      if (known !== UNKNOWN) return known;
    }
    this.#misses++;
    const found = this.#evaluate(projection);
    if (found !== UNCLASSIFIED && isKept) this.#table.add(kind, key, start, end, found);
    return found;
  }

  #evaluate(projection: Projection): number {
    const { field, argument } = this.#slot;
    const nodes = this.#paths.map((path) => projection.nodeOf(path));
    let value: FieldValue | undefined;
    try {
      value = settleValue(field.read(nodes, NO_CONTEXT, argument));
    } catch (error) {
      if (!(error instanceof ContextNeeded)) throw error;
      this.isPure = false;
      return UNCLASSIFIED;
    }
    const results = Uint8Array.from(this.#atoms, (atom) => (atom.test(value) ? 1 : 0));
    return this.#classOf(results);
  }

  #classOf(results: Uint8Array): number {
    const key = Buffer.from(results.buffer, results.byteOffset, results.byteLength).toString('latin1');
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    if (this.results.length === MAX_CLASSES) {
      this.isWorthwhile = false;
      return UNCLASSIFIED;
    }
    this.#classes.set(key, this.results.length);
    this.results.push(results);
    return this.results.length - 1;
  }

  #judge(): void {
    this.#windows++;
    if (this.#windows > WARM_UP_WINDOWS && this.#misses > MAX_MISS_SHARE * WINDOW) this.isWorthwhile = false;
    this.#lookups = 0;
    this.#misses = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#key.length) return;
    const grown = new Uint8Array(2 * length);
    grown.set(this.#key);
    this.#key = grown;
  }
}

/** Thrown by a context that is not to be looked at. */
class ContextNeeded extends Error {}

/** Values that are remembered may depend on nothing but the nodes: whoever looks further is found out. */
const NO_CONTEXT = new Proxy({} as RecordContext, {
  get() {
    throw new ContextNeeded();
  },
});
