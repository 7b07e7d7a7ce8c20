import type { Skip, SourceRecord } from '@windhover/event-sources';
import type { PassedRecords, PassLimits } from '@windhover/json';
import type { Alert } from './alert.ts';
import type { CompiledRuleset } from './compile/compile-ruleset.ts';
import type { RuleTrace } from './trace.ts';

/** Evaluates records against a ruleset. Pure but for the state of its run; never throws on a record. */
export interface Engine {
  /** The alerts of a record, in the order of the rules. Counts the record. */
  evaluate(record: SourceRecord): readonly Alert[];
  /**
   * Admit a record that its cutter has left unadmitted (`deferAdmission`) and evaluate it. What is no event of its
   * source is a skip and does not count. The same as admission by the cutter, in one pass over the record.
   */
  admit(record: SourceRecord, receivedNs: bigint): EvaluatedRecord | Skip;
  /**
   * Measures records of a source where they lie in a chunk of an object, so that `admit` and `evaluate` need no pass
   * of their own over them; undefined where that does not pay.
   */
  measure(sourceName: string): RecordMeasure | undefined;
  /** Why each rule of the record's source matches or not. Does not count the record. */
  trace(record: SourceRecord): readonly RuleTrace[];
  /** Go on with other rules; the run and its numbering continue. */
  replaceRuleset(ruleset: CompiledRuleset): void;
  /** Begin a run: `evt.num` counts from 1, `evt.reltime` from the next record, sources forget their state. */
  startRun(): void;
}

/** An admitted record: its event time and its alerts. */
export interface EvaluatedRecord {
  readonly timestampNs: bigint;
  readonly alerts: readonly Alert[];
}

/** Finds the ends of records for whoever cuts them. */
export interface RecordMeasure {
  /** The next records lie in this chunk. To be called for each chunk anew, even if it is the same array. */
  load(chunk: Uint8Array): void;
  /** Where the JSON value that starts at `start` ends; negative where it is broken, or does not end in the chunk. */
  measure(start: number): number;
  /**
   * Pass, and count, the records from `start` on that are known to be events without alerts, in one go: separated by
   * commas, ending before `limit`. What is passed needs no `admit` or `evaluate`. Undefined where records cannot be
   * passed. The result is overwritten by the next call.
   */
  pass(
    start: number,
    limit: number,
    limits: PassLimits,
    receivedNs: bigint,
  ): Pick<PassedRecords, 'end' | 'count' | 'latestNs'> | undefined;
}
