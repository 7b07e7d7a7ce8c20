import type { Clock } from '../clock.ts';
import type { RenderedAlert, Sink } from '../contract.ts';
import { DeliveryIncompleteError, DeliveryPostponedError, DeliveryRefusedError } from '../delivery-errors.ts';
import { createBatching } from '../flow/batching.ts';
import { computeBackoffMs, type RetryPolicy } from '../retry.ts';
import { reportDelivered, reportSinkRetry, reportUndelivered, type Telemetry } from '../telemetry.ts';

/** A sink as the pipeline uses it. */
export interface SinkConfig {
  readonly sink: Sink;
  /** An object is acknowledged only when this sink took its alerts; true by default. */
  readonly isRequired?: boolean;
  /** Alerts per call of `deliver`; 100 by default. */
  readonly maxBatchAlerts?: number;
  /** Alerts that may wait for a sink that is not required before they are dropped; 10,000 by default. */
  readonly maxWaitingAlerts?: number;
  /** Waits between attempts. Required sinks are tried for ever, others up to `maxAttempts`. */
  readonly retryPolicy?: RetryPolicy;
}

/** What lanes share. */
export interface LaneSurroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly telemetry: Telemetry;
  /** Aborts when delivery must stop: what waits is rejected. */
  readonly signal: AbortSignal;
}

/** The way of alerts to one sink: batched, retried, in order. */
export interface SinkLane {
  readonly isRequired: boolean;
  /**
   * Resolves when the sink took the alert; rejects with a `DeliveryRefusedError` when it never will, and with the
   * signal's reason when delivery stopped. For a sink that is not required it resolves at once.
   */
  deliver(alert: RenderedAlert): Promise<void>;
  /** Resolves when nothing waits. */
  drain(): Promise<void>;
}

const lanePolicy: RetryPolicy = { firstDelayMs: 250, maxDelayMs: 30_000, maxAttempts: 10 };
const defaultBatchAlerts = 100;
const defaultWaitingAlerts = 10_000;

/** Open the lane to a sink. */
export function createSinkLane(config: SinkConfig, surroundings: LaneSurroundings): SinkLane {
  const {
    sink,
    isRequired = true,
    maxWaitingAlerts = defaultWaitingAlerts,
    retryPolicy = lanePolicy,
  } = config;
  const { clock, random, telemetry, signal } = surroundings;
  const maxAttempts = isRequired ? Infinity : retryPolicy.maxAttempts;
  let waiting = 0;

  async function deliverAll(alerts: readonly RenderedAlert[]): Promise<ReadonlyMap<number, Error>> {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const startedMs = clock.nowMs();
      try {
        await sink.deliver(alerts, signal);
        reportDelivered(telemetry, sink.name, alerts.length, (clock.nowMs() - startedMs) / 1000);
        return new Map();
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof DeliveryRefusedError) return isolateRefused(alerts, error);
        // Waiting longer each time is for a side that takes nothing.
        if (error instanceof DeliveryIncompleteError) attempt = 1;
        if (attempt >= maxAttempts) throw error;
        const asked = error instanceof DeliveryPostponedError ? error.retryAfterMs : 0;
        const delayMs = Math.max(asked, computeBackoffMs(retryPolicy, attempt, random));
        reportSinkRetry(telemetry, sink.name, error as Error, attempt, delayMs);
        await clock.sleep(delayMs, signal);
      }
    }
  }

  /** One bad alert must not take the others of its batch with it: halves are tried on their own. */
  async function isolateRefused(
    alerts: readonly RenderedAlert[],
    refusal: Error,
  ): Promise<ReadonlyMap<number, Error>> {
    if (alerts.length === 1) {
      reportUndelivered(telemetry, sink.name, 1, 'refused');
      return new Map([[0, refusal]]);
    }
    const half = Math.ceil(alerts.length / 2);
    const first = await deliverAll(alerts.slice(0, half));
    const second = await deliverAll(alerts.slice(half));
    return new Map([...first, ...[...second].map(([index, error]) => [index + half, error] as const)]);
  }

  const batching = createBatching(config.maxBatchAlerts ?? defaultBatchAlerts, deliverAll);
  return {
    isRequired,
    async deliver(alert) {
      if (isRequired) return batching.add(alert);
      if (waiting >= maxWaitingAlerts) return reportUndelivered(telemetry, sink.name, 1, 'queue-full');
      waiting++;
      batching
        .add(alert)
        .catch((error: unknown) => {
          if (!(error instanceof DeliveryRefusedError)) reportUndelivered(telemetry, sink.name, 1, 'gave-up');
        })
        .finally(() => waiting--);
    },
    drain: () => batching.drain(),
  };
}
