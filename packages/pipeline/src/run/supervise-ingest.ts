import type { Clock } from '../clock.ts';
import type { Ingest, IngestObject } from '../contract.ts';
import { computeBackoffMs, type RetryPolicy } from '../retry.ts';
import { reportIngestFailure, type Telemetry } from '../telemetry.ts';

const restartPolicy: RetryPolicy = { firstDelayMs: 1000, maxDelayMs: 60_000, maxAttempts: Infinity };
/** An ingest that ran so long has recovered: its next failure is a first one. */
const recoveredMs = 5 * 60_000;

/**
 * Hand on the objects of an ingest until its input ends or `signal` aborts, starting it again whenever it fails. Its
 * failures are its own: nobody else stops.
 */
export async function superviseIngest(
  ingest: Ingest,
  take: (object: IngestObject) => Promise<void>,
  signal: AbortSignal,
  surroundings: { readonly clock: Clock; readonly random: () => number; readonly telemetry: Telemetry },
): Promise<void> {
  const { clock, random, telemetry } = surroundings;
  for (let attempt = 1; !signal.aborted; attempt++) {
    const startedMs = clock.nowMs();
    try {
      for await (const object of ingest.read(signal)) await take(object);
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (clock.nowMs() - startedMs >= recoveredMs) attempt = 1;
      const delayMs = computeBackoffMs(restartPolicy, attempt, random);
      reportIngestFailure(telemetry, ingest.name, error as Error, attempt, delayMs);
      await clock.sleep(delayMs, signal);
    }
  }
}
