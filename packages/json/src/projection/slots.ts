import type { JsonKind } from '../node.ts';

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

/** What a scan has found, in flat arrays. */
export interface Slots {
  /** `slotOfPath[i]` is the slot of the i-th path; equal paths share one. */
  readonly slotOfPath: readonly number[];
  /**
   * Per slot: where the value starts and ends in the loaded bytes, and its `SlotKind`; of absent ones only the kind is
   * set. `load` may replace these arrays.
   */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
}
