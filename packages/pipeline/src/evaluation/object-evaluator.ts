// What the pipeline needs of the engine: records in, rendered alerts and counts out, one object at a time.

import type { Skip } from '@windhover/event-sources';
import type { Origin, RenderedAlert } from '../contract.ts';

/** Evaluates the records of objects against a compiled ruleset. Implemented over engine and event sources. */
export interface ObjectEvaluator {
  /** Start on an object. One evaluator may be at work on one object at a time. */
  open(object: ObjectToEvaluate, receiver: EvaluationReceiver): ObjectEvaluation;
  /**
   * True when a record's alerts depend on the records before it (`evt.num`, `evt.reltime`, counters of a source):
   * objects are then evaluated one after another, whatever number of workers was asked for.
   */
  readonly dependsOnOrder: boolean;
}

export interface ObjectToEvaluate {
  readonly origin: Origin;
  /** Event source of the records; undefined: recognise it. */
  readonly sourceName?: string;
  /** Time of reception, ns since the epoch, for sources without an event time. */
  readonly receivedNs: bigint;
}

/** An object being evaluated: inflated bytes in, in chunks cut anywhere. Neither call throws on any bytes. */
export interface ObjectEvaluation {
  /** The evaluation keeps nothing of `chunk` after it returned, but for a copy of an unfinished record. */
  write(chunk: Uint8Array): void;
  /** The object ended: what is unfinished is skipped. */
  end(): void;
}

/** Takes what an evaluation finds, in the order of the records, during `write` and `end`. */
export interface EvaluationReceiver {
  /** So many more records were evaluated; `latestNs` is the latest event time among them, when known. */
  records(count: number, latestNs?: bigint): void;
  alert(alert: RenderedAlert): void;
  skip(skip: Skip): void;
}
