import { systemClock, type Clock } from '../clock.ts';
import type { Ingest, IngestObject } from '../contract.ts';
import type { DeadLetter } from '../dead-letter/dead-letter.ts';
import type { ObjectEvaluations } from '../evaluation/object-evaluations.ts';
import type { ObjectReport } from '../evaluation/object-report.ts';
import { createSemaphore } from '../flow/semaphore.ts';
import {
  reportDraining,
  reportInFlight,
  reportReceived,
  silentTelemetry,
  type Telemetry,
} from '../telemetry.ts';
import { processObject, type ProcessingSurroundings } from './process-object.ts';
import { createSeenAlerts } from './seen-alerts.ts';
import { release } from './settle-object.ts';
import { createSinkLane, type SinkConfig } from './sink-lane.ts';
import { superviseIngest } from './supervise-ingest.ts';

/** What `runPipeline` works with. */
export interface PipelineOptions {
  readonly ingests: readonly Ingest[];
  readonly evaluations: ObjectEvaluations;
  readonly sinks: readonly SinkConfig[];
  readonly deadLetter: DeadLetter;
  /** Stop taking objects and drain. */
  readonly signal: AbortSignal;
  /** How long draining may take before what is left is released; 25 s by default. */
  readonly drainDeadlineMs?: number;
  /** Objects in flight at once; 32 by default. */
  readonly maxInFlightObjects?: number;
  /** Alerts that are remembered as delivered, and for how long; 100,000 and an hour by default. */
  readonly seenAlerts?: { readonly capacity: number; readonly windowMs: number };
  /** Called with the counts of each object that was evaluated. */
  readonly onReport?: (object: IngestObject, report: ObjectReport) => void;
  readonly telemetry?: Telemetry;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** How a run ended. */
export interface PipelineResult {
  /** Objects that were released because draining took too long. */
  readonly released: number;
}

const defaults = {
  drainDeadlineMs: 25_000,
  maxInFlightObjects: 32,
  seenAlerts: { capacity: 100_000, windowMs: 3_600_000 },
};

/**
 * Evaluate what the ingests bring, deliver the alerts and acknowledge each object when every required sink took all of its
 * alerts. Ends when all inputs have ended or, after `signal`, when what was in flight is settled. Ingests, sinks and
 * evaluations stay open: whoever made them closes them.
 */
export async function runPipeline(options: PipelineOptions): Promise<PipelineResult> {
  const { clock = systemClock, random = Math.random, telemetry = silentTelemetry, signal } = options;
  const { capacity, windowMs } = options.seenAlerts ?? defaults.seenAlerts;
  const inFlight = createSemaphore(options.maxInFlightObjects ?? defaults.maxInFlightObjects);
  const hardStop = new AbortController();
  const lanes = options.sinks.map((sink) =>
    createSinkLane(sink, { clock, random, telemetry, signal: hardStop.signal }),
  );
  const surroundings: ProcessingSurroundings = {
    evaluations: options.evaluations,
    lanes,
    seen: createSeenAlerts(capacity, windowMs, () => clock.nowMs()),
    deadLetter: options.deadLetter,
    telemetry,
    nowMs: () => clock.nowMs(),
    onReport: options.onReport ?? (() => undefined),
  };

  async function take(object: IngestObject): Promise<void> {
    const free = await inFlight.acquire();
    const leave = (): void => {
      free();
      reportInFlight(telemetry, inFlight.used);
    };
    reportReceived(telemetry, object.origin);
    reportInFlight(telemetry, inFlight.used);
    // Waiting for room is what slows the ingest; the object itself is not waited for.
    if (signal.aborted) void release(object, new Error('shutting down'), surroundings).finally(leave);
    else void processObject(object, surroundings).finally(leave);
  }

  const reading = Promise.all(
    options.ingests.map((ingest) => superviseIngest(ingest, take, signal, { clock, random, telemetry })),
  );
  const finished = reading.then(() =>
    Promise.all([inFlight.whenIdle(), ...lanes.map((lane) => lane.drain())]),
  );
  const stopDeadline = new AbortController();
  let released = 0;
  const stopAfterDeadline = async (): Promise<void> => {
    await whenAborted(signal, stopDeadline.signal);
    if (stopDeadline.signal.aborted) return;
    const deadlineMs = options.drainDeadlineMs ?? defaults.drainDeadlineMs;
    reportDraining(telemetry, inFlight.used, deadlineMs);
    await clock.sleep(deadlineMs, stopDeadline.signal);
    if (stopDeadline.signal.aborted) return;
    released = inFlight.used;
    hardStop.abort(new Error('the deadline for draining has passed'));
  };
  const deadline = stopAfterDeadline();
  try {
    await finished;
  } finally {
    stopDeadline.abort();
    await deadline;
  }
  return { released };
}

function whenAborted(...signals: readonly AbortSignal[]): Promise<void> {
  const any = AbortSignal.any([...signals]);
  return any.aborted
    ? Promise.resolve()
    : new Promise((resolve) => any.addEventListener('abort', () => resolve(), { once: true }));
}
