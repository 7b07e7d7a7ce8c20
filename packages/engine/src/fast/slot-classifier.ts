// The predicate class of a field's value: every predicate of every rule on the field is evaluated once per value.

import type { FieldValue, RecordContext } from '@windhover/event-sources';
import { UNKNOWN, type Projection, type ValueTable } from '@windhover/json';
import type { FieldSlot } from '../compile/field-slots.ts';
import { settleValue } from '../record-reader.ts';
import type { AtomSet } from './atom-set.ts';

/** No class: what slots are worth looking at has changed, decide again from the start. */
export const UNCLASSIFIED = -1;

const MAX_CLASSES = 4096;
/** After so many look-ups, at the next miss, it is judged how often values come again. */
const WINDOW = 2048;
/** The first windows are forgiven: everything is new once. */
const WARM_UP_WINDOWS = 2;

/**
 * Costs in predicates evaluated: a value found, a value not found, and a record whose value is not looked up, which
 * therefore cannot be passed with those around it.
 */
const FOUND_COST = 1;
const MISSED_COST = 6;
const LOOKED_AT_COST = 16;

/** Classifies the values of one slot. */
export class SlotClassifier {
  /** The results of all atoms, by class. */
  readonly results: Uint8Array[] = [];
  readonly #slot: FieldSlot;
  readonly #paths: readonly number[];
  readonly #atoms: AtomSet;
  readonly #classes = new Map<string, number>();
  readonly #table: ValueTable;
  readonly #projection: Projection;
  /** The table's count of look-ups when the window began. */
  #windowStart = 0;
  #misses = 0;
  #windows = 0;
  /** Share of values that were not found, in the last window. */
  #missShare = 0;
  #lastClass = UNCLASSIFIED;
  /** False for fields that look at more than their paths, and for those with too many classes. */
  #isClassifiable = true;

  /** `paths`: numbers of the slot's paths in the projection; `table`: an empty one for their values. */
  constructor(
    slot: FieldSlot,
    atoms: AtomSet,
    projection: Projection,
    paths: readonly number[],
    table: ValueTable,
  ) {
    this.#slot = slot;
    this.#atoms = atoms;
    this.#projection = projection;
    this.#paths = paths;
    this.#table = table;
  }

  /** Whether looking a value up costs less than deciding so many open checks on it one by one. */
  paysFor(openChecks: number): boolean {
    const missed = this.#missShare;
    const lookUp = missed * (MISSED_COST + this.#atoms.cost) + (1 - missed) * FOUND_COST;
    return this.#isClassifiable && lookUp < LOOKED_AT_COST + openChecks;
  }

  /**
   * The class of the value in the record that was scanned last; or `UNCLASSIFIED`, after which `paysFor` may have
   * changed.
   */
  classify(): number {
    const known = this.#table.find();
    return known === UNKNOWN ? this.classifyNew() : known;
  }

  /** The same for a value that the slot's table was just found not to know. */
  classifyNew(): number {
    this.#misses++;
    const lookups = (this.#table.countLookups() - this.#windowStart) >>> 0;
    if (lookups >= WINDOW && this.#judge(lookups)) return UNCLASSIFIED;
    const found = this.#evaluate();
    if (found !== UNCLASSIFIED) this.#table.add(found);
    return found;
  }

  #evaluate(): number {
    const { field, argument } = this.#slot;
    const nodes = this.#paths.map((path) => this.#projection.nodeOf(path));
    let value: FieldValue | undefined;
    try {
      value = settleValue(field.read(nodes, NO_CONTEXT, argument));
    } catch (error) {
      if (!(error instanceof ContextNeeded)) throw error;
      this.#isClassifiable = false;
      return UNCLASSIFIED;
    }
    const results = this.#atoms.evaluate(value);
    return this.#classOf(results);
  }

  #classOf(results: Uint8Array): number {
    const last = this.results[this.#lastClass];
    if (last && isSame(last, results)) return this.#lastClass;
    this.#lastClass = this.#findClass(results);
    return this.#lastClass;
  }

  #findClass(results: Uint8Array): number {
    const key = Buffer.from(results.buffer, results.byteOffset, results.byteLength).toString('latin1');
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    if (this.results.length === MAX_CLASSES) {
      this.#isClassifiable = false;
      return UNCLASSIFIED;
    }
    this.#classes.set(key, this.results.length);
    this.results.push(results);
    return this.results.length - 1;
  }

  /** Count anew. True: values come again more or less often than before, other slots may be worth looking at now. */
  #judge(lookups: number): boolean {
    const before = this.#missShare;
    this.#windows++;
    if (this.#windows > WARM_UP_WINDOWS) this.#missShare = Math.round((10 * this.#misses) / lookups) / 10;
    this.#windowStart = this.#table.countLookups();
    this.#misses = 0;
    return Math.abs(this.#missShare - before) >= 0.2;
  }
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  for (let at = 0; at < left.length; at++) {
    if (left[at] !== right[at]) return false;
  }
  return true;
}

/** Thrown by a context that is not to be looked at. */
class ContextNeeded extends Error {}

/** Values that are remembered may depend on nothing but the nodes: whoever looks further is found out. */
const NO_CONTEXT = new Proxy({} as RecordContext, {
  get() {
    throw new ContextNeeded();
  },
});
