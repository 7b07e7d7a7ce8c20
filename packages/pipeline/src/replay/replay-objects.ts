import { systemClock, type Clock } from '../clock.ts';
import type { Ingest, IngestObject, RenderedAlert } from '../contract.ts';
import { ObjectUnavailableError } from '../delivery-errors.ts';
import { retry, type RetryPolicy } from '../retry.ts';
import type { ObjectEvaluations } from '../evaluation/object-evaluations.ts';
import type { ObjectReport } from '../evaluation/object-report.ts';
import { createSummaryBuilder, type ReplaySummary } from './replay-summary.ts';

/** What `replayObjects` works with. */
export interface ReplayOptions {
  readonly ingest: Ingest;
  readonly evaluations: ObjectEvaluations;
  /** Takes the alerts in the order of objects and records. Slow delivery slows everything: memory stays flat. */
  onAlert(alert: RenderedAlert): void | Promise<void>;
  /** Called once for each object, in order, after its alerts: for logs of damage and skips. */
  onObject?(object: IngestObject, report: ObjectReport): void;
  /** Called for an object that could not be read and was left out. */
  onUnavailable?(object: IngestObject, reason: ObjectUnavailableError): void;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly retryPolicy?: RetryPolicy;
}

/**
 * Evaluate all objects of an ingest once and give their alerts in input order, whatever number of workers is at it. An
 * object is acknowledged when `onAlert` took all its alerts. What cannot be read for good is left out and counted;
 * errors that may pass are retried and then end the replay.
 */
export async function replayObjects(options: ReplayOptions): Promise<ReplaySummary> {
  const { ingest, evaluations } = options;
  const clock = options.clock ?? systemClock;
  const summary = createSummaryBuilder();
  const startedMs = clock.nowMs();
  const abort = new AbortController();
  const signal =
    options.signal === undefined ? abort.signal : AbortSignal.any([options.signal, abort.signal]);

  const inFlight: Promise<void>[] = [];
  let turn: Promise<void> = Promise.resolve();
  try {
    for await (const object of ingest.read(signal)) {
      const previous = turn;
      const run = replayOne(object, previous, options, signal, summary);
      turn = run;
      run.catch(() => undefined);
      inFlight.push(run);
      if (inFlight.length >= evaluations.width) await inFlight.shift();
      if (signal.aborted) break;
    }
    for (const run of inFlight) await run;
  } finally {
    abort.abort();
    await Promise.allSettled(inFlight);
  }
  return summary.build((clock.nowMs() - startedMs) / 1000);
}

/** Evaluates at once, but its alerts and its settlement wait for those of the objects before it. */
async function replayOne(
  object: IngestObject,
  previous: Promise<void>,
  options: ReplayOptions,
  signal: AbortSignal,
  summary: ReturnType<typeof createSummaryBuilder>,
): Promise<void> {
  let delivered = 0;
  const evaluate = (): Promise<ObjectReport> => {
    let seen = 0;
    return options.evaluations.evaluate(object, async (alerts) => {
      await previous;
      for (const alert of alerts) {
        // A second attempt yields the same alerts again: those that were told are not told twice.
        if (++seen <= delivered) continue;
        signal.throwIfAborted();
        await options.onAlert(alert);
        delivered = seen;
      }
    });
  };
  try {
    const report = await retry(evaluate, isTemporary, { ...options, signal });
    await previous;
    summary.addReport(report);
    options.onObject?.(object, report);
  } catch (error) {
    await previous;
    if (!(error instanceof ObjectUnavailableError) || error.isTemporary) {
      await object.nack(error as Error);
      throw error;
    }
    summary.addSkippedObject(error.reason);
    options.onUnavailable?.(object, error);
  }
  await object.ack();
}

function isTemporary(error: unknown): boolean {
  return error instanceof ObjectUnavailableError && error.isTemporary;
}
