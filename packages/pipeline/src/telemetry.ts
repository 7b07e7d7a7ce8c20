// Everything that the pipeline tells its operators: one function per event, which counts and logs together.

import type { Skip } from '@windhover/event-sources';
import type { Origin } from './contract.ts';
import type { ObjectReport } from './evaluation/object-report.ts';

/** Labels of a metric. */
export type Labels = Readonly<Record<string, string>>;

/** Where counts go; prom-client or a plain table can stand behind it. Names are without the product's prefix. */
export interface Metrics {
  /** Add to a counter; names end in `_total`. */
  add(name: string, labels: Labels, amount: number): void;
  /** Set a gauge. */
  set(name: string, labels: Labels, value: number): void;
  /** Note a value of a distribution, such as a latency in seconds. */
  observe(name: string, labels: Labels, value: number): void;
}

/** Where log lines go; a pino logger is one. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What telemetry functions write to. */
export interface Telemetry {
  readonly metrics: Metrics;
  readonly logger: Logger;
}

const ignore = (): void => undefined;

/** Tells nobody. */
export const silentTelemetry: Telemetry = {
  metrics: { add: ignore, set: ignore, observe: ignore },
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
};

/** An ingest handed over an object. */
export function reportReceived({ metrics }: Telemetry, { ingest }: Origin): void {
  metrics.add('ingest_objects_total', { ingest }, 1);
}

/** So many objects are held: an object began or ended to be. */
export function reportInFlight({ metrics }: Telemetry, objects: number): void {
  metrics.set('in_flight_objects', {}, objects);
}

/** An object was evaluated to its end. `nowMs` tells how far behind its events it is. */
export function reportEvaluated(
  telemetry: Telemetry,
  origin: Origin,
  report: ObjectReport,
  nowMs: number,
): void {
  const { metrics, logger } = telemetry;
  const { ingest } = origin;
  metrics.add('ingest_bytes_total', { ingest }, report.bytes);
  metrics.add('records_total', { ingest }, report.records);
  for (const [reason, { count, first }] of Object.entries(report.skips)) {
    metrics.add('skipped_records_total', { ingest, reason }, count);
    logger.debug({ origin, reason, count, ...describeSkip(first) }, 'records were skipped');
  }
  for (const [rule, count] of Object.entries(report.alerts))
    metrics.add('rule_matches_total', { rule }, count);
  if (report.latestNs !== undefined) {
    metrics.observe(
      'event_lag_seconds',
      { ingest },
      nowMs / 1000 - Number(report.latestNs / 1_000_000n) / 1000,
    );
  }
  if (report.damage === undefined) return;
  metrics.add('damaged_objects_total', { ingest, reason: report.damage.reason }, 1);
  logger.warn({ origin, ...describeSkip(report.damage) }, 'an object could not be evaluated to its end');
}

/** All alerts of an object are delivered and its ingest knows. */
export function reportAcknowledged({ metrics }: Telemetry, { ingest }: Origin): void {
  metrics.add('acknowledged_objects_total', { ingest }, 1);
}

/** An object goes back to where it came from. */
export function reportReleased({ metrics, logger }: Telemetry, origin: Origin, reason: Error): void {
  metrics.add('released_objects_total', { ingest: origin.ingest }, 1);
  logger.warn({ origin, reason: reason.message }, 'an object was released to come again');
}

/** An ingest did not learn that an object was settled: it will come again, with the same alert ids. */
export function reportSettlementFailure({ metrics, logger }: Telemetry, origin: Origin, error: Error): void {
  metrics.add('settlement_failures_total', { ingest: origin.ingest }, 1);
  logger.error({ origin, error: error.message }, 'an object could not be settled');
}

/** An object cannot be read and is passed over, because its ingest is configured so. */
export function reportUnavailable({ metrics, logger }: Telemetry, origin: Origin, reason: string): void {
  metrics.add('unavailable_objects_total', { ingest: origin.ingest, reason }, 1);
  logger.warn({ origin, reason }, 'an object cannot be read and is passed over');
}

/** A worker thread ended at work and is replaced. */
export function reportWorkerCrash(
  { metrics, logger }: Telemetry,
  origin: Origin,
  error: Error,
  willRetry: boolean,
): void {
  metrics.add('worker_crashes_total', {}, 1);
  logger.error({ origin, error: error.message, willRetry }, 'a worker crashed and is replaced');
}

/** Something was put aside. */
export function reportDeadLetter(
  { metrics, logger }: Telemetry,
  origin: Origin,
  reason: string,
  detail: string,
): void {
  metrics.add('dead_letters_total', { ingest: origin.ingest, reason }, 1);
  logger.warn({ origin, reason, detail }, 'put into the dead letter');
}

/** The dead letter itself did not take something: its object is released instead. */
export function reportDeadLetterFailure({ metrics, logger }: Telemetry, origin: Origin, error: Error): void {
  metrics.add('dead_letter_failures_total', { ingest: origin.ingest }, 1);
  logger.error({ origin, error: error.message }, 'the dead letter cannot be written');
}

/** A sink took alerts. */
export function reportDelivered({ metrics }: Telemetry, sink: string, alerts: number, seconds: number): void {
  metrics.add('delivered_alerts_total', { sink }, alerts);
  metrics.observe('sink_delivery_seconds', { sink }, seconds);
}

/** A sink did not take alerts and is tried again. */
export function reportSinkRetry(
  telemetry: Telemetry,
  sink: string,
  error: Error,
  attempt: number,
  delayMs: number,
): void {
  telemetry.metrics.add('sink_retries_total', { sink }, 1);
  telemetry.logger.warn(
    { sink, error: error.message, attempt, delayMs },
    'delivery failed and is tried again',
  );
}

/** Alerts that a sink will never take, or that a sink nobody waits for had no room for. */
export function reportUndelivered(
  { metrics, logger }: Telemetry,
  sink: string,
  alerts: number,
  reason: string,
): void {
  metrics.add('undelivered_alerts_total', { sink, reason }, alerts);
  logger.error({ sink, alerts, reason }, 'alerts were not delivered');
}

/** An alert was delivered before and is not told again. */
export function reportSuppressed({ metrics }: Telemetry, alerts: number): void {
  metrics.add('suppressed_alerts_total', {}, alerts);
}

/** An ingest failed and is started again. */
export function reportIngestFailure(
  telemetry: Telemetry,
  ingest: string,
  error: Error,
  attempt: number,
  delayMs: number,
): void {
  telemetry.metrics.add('ingest_failures_total', { ingest }, 1);
  telemetry.logger.error(
    { ingest, error: error.message, attempt, delayMs },
    'an ingest failed and is started again',
  );
}

/** The pipeline stops: what is in flight is finished, within a deadline. */
export function reportDraining({ logger }: Telemetry, inFlight: number, deadlineMs: number): void {
  logger.info({ inFlight, deadlineMs }, 'draining');
}

function describeSkip({ reason, detail, offset }: Skip): object {
  return { reason, ...(detail !== undefined && { detail }), ...(offset !== undefined && { offset }) };
}
