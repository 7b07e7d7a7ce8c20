/** `ValueTable.find`: no number. */
export const UNKNOWN = -1;

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
