/** A node without a question: records that come here pass. */
export const PASS = undefined;

/**
 * Passes over records in a row that need no one's attention, each in one pass with its scan. What it knows it was told
 * by whoever looked at records before: a graph of questions, each about the number in one of the projection's tables.
 * It may forget anything at any time; a record that it does not know to be passed is left to be looked at.
 */
export interface RecordFilter {
  /** A node that asks the table of this group, or passes (`PASS`); -1 when there is no room for it. */
  addNode(group: number | undefined): number;
  /** Begin at this node. */
  setRoot(node: number): void;
  /** With this number in the table that `from` asks, go on at `to`. */
  addEdge(from: number, number: number, to: number): void;
  /** Records with this number in the admission table are events, and happened then (ns since the epoch). */
  admit(number: number, timestampNs: bigint): void;
  /** No record is an event by its number in the admission table. */
  forgetAdmissions(): void;
  /** Forget all nodes. */
  clear(): void;
  /**
   * Pass the records from `start` in the loaded bytes on, which are separated by commas and end before `limit`. Where
   * the table of a group has no number for a record, `learn` is to add one; false: it cannot.
   */
  pass(start: number, limit: number, limits: PassLimits, learn: (group: number) => boolean): PassedRecords;
}

/** What `RecordFilter.pass` leaves to be looked at anyway. */
export interface PassLimits {
  /** Longer records. */
  readonly maxLength: number;
  /** What comes after so many. */
  readonly maxRecords: number;
}

/** What `RecordFilter.pass` did; overwritten by the next call. */
export interface PassedRecords {
  /** The offset after the last record that passed; where it was to begin if none did. */
  readonly end: number;
  readonly count: number;
  /** The latest time of a record that passed, ns since the epoch; meaningless if none did. */
  readonly latestNs: bigint;
  /** The record at which it stopped, if it is now the one that was scanned last; else -1. */
  readonly stoppedAt: number;
  readonly stoppedTo: number;
}
