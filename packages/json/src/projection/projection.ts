import type { JsonKind, JsonNode } from '../node.ts';
import type { RecordFilter } from './record-filter.ts';
import type { ValueTable } from './value-table.ts';

/** What a slot holds, as a small integer. */
export const SlotKind = {
  /** The path leads nowhere. */
  absent: 0,
  object: 1,
  array: 2,
  /** A string without backslashes: its value is its text as written. */
  string: 3,
  /** A string with at least one backslash: `decodeString` gives its value. */
  escapedString: 4,
  number: 5,
  true: 6,
  false: 7,
  null: 8,
} as const;

const KINDS: readonly (JsonKind | undefined)[] = [
  undefined,
  'object',
  'array',
  'string',
  'string',
  'number',
  'true',
  'false',
  'null',
];

/** The kind of nodes in a slot that holds this. */
export function kindOfSlot(slotKind: number): JsonKind | undefined {
  return KINDS[slotKind];
}

/** `scanValue`: the text is not acceptable JSON, whatever follows. */
export const INVALID = -1;
/** `scanValue`: the text ends inside the value. */
export const INCOMPLETE = -2;

/** What a filter needs to know of records. */
export interface FilterOptions {
  /** Only records that begin so may pass. */
  readonly prefix: Uint8Array;
  /** The group of paths whose table tells whether a record is an event. */
  readonly admission: number;
}

/**
 * Reads records in one pass: whether a record is acceptable JSON, exactly as `parseJson` decides, and where the
 * values of a fixed set of paths are, exactly as `findPath` finds them. Nothing is decoded or allocated; the slots
 * are overwritten by the next scan.
 */
export interface Projection {
  /** `slotOfPath[i]` is the slot of the i-th path; equal paths share one. */
  readonly slotOfPath: readonly number[];
  /**
   * Per slot: where the value starts and ends in the loaded bytes, and its `SlotKind`; of absent ones only the kind is
   * set. `load` may replace these arrays.
   */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  /** Read from these bytes from now on. They must not change until the next `load`; offsets count from their start. */
  load(bytes: Uint8Array): void;
  /** Read `[start, end)` as one document with white space around it; false when it is not acceptable. */
  scan(start: number, end: number): boolean;
  /**
   * Read the value that starts at `start`, without white space before it, and ends somewhere before `end`: the
   * offset after it, or `INVALID`, or `INCOMPLETE`. For records inside an object that is read in chunks.
   */
  scanValue(start: number, end: number): number;
  /**
   * Whether the slots are those of the value `bytes[start, end)`: it is what the last scan accepted. So whoever cuts
   * records by `scanValue` can hand on a record without a second scan.
   */
  holds(bytes: Uint8Array, start: number, end: number): boolean;
  /** A table for each group of paths that was asked for. */
  readonly tables: readonly ValueTable[];
  /** Passes records without a look, where that was asked for and the form can do it. */
  readonly filter: RecordFilter | undefined;
  /** The value of the i-th path in the last accepted record. */
  nodeOf(path: number): JsonNode | undefined;
}
