import type { JsonNode } from '../node.ts';
import type { RecordFilter } from './record-filter.ts';
import type { Slots } from './slots.ts';
import type { ValueTable } from './value-table.ts';

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
export interface Projection extends Slots {
  /** Read from these bytes from now on. They must not change until the next `load`; offsets count from their start. */
  load(bytes: Uint8Array): void;
  /** Read `[start, end)` as one document with white space around it; false when it is not acceptable. */
  scan(start: number, end: number): boolean;
  /**
   * Read the value that starts at `start`, without white space before it, and ends somewhere before `end`: the
   * offset after it, or `INVALID`, or `INCOMPLETE`. For records inside an object that is read in chunks.
   */
  scanValue(start: number, end: number): number;
  /** A table for each group of paths that was asked for. */
  readonly tables: readonly ValueTable[];
  /** Passes records without a look, where that was asked for and the form can do it. */
  readonly filter: RecordFilter | undefined;
  /** The value of the i-th path in the last accepted record. */
  nodeOf(path: number): JsonNode | undefined;
}
