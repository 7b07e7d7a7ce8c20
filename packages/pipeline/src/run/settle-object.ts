import type { IngestObject } from '../contract.ts';
import { keepSmallBytes, type DeadLetter, type DeadLetterEntry } from '../dead-letter/dead-letter.ts';
import {
  reportAcknowledged,
  reportDeadLetter,
  reportDeadLetterFailure,
  reportReleased,
  reportSettlementFailure,
  type Telemetry,
} from '../telemetry.ts';

/** What settling needs. */
export interface SettlementSurroundings {
  readonly deadLetter: DeadLetter;
  readonly telemetry: Telemetry;
  nowMs(): number;
}

/** Tell the ingest that an object is done with. */
export async function acknowledge(
  object: IngestObject,
  { telemetry }: SettlementSurroundings,
): Promise<void> {
  try {
    await object.ack();
    reportAcknowledged(telemetry, object.origin);
  } catch (error) {
    reportSettlementFailure(telemetry, object.origin, error as Error);
  }
}

/** Give an object back. */
export async function release(
  object: IngestObject,
  reason: Error,
  { telemetry }: SettlementSurroundings,
): Promise<void> {
  reportReleased(telemetry, object.origin, reason);
  try {
    await object.nack(reason);
  } catch (error) {
    reportSettlementFailure(telemetry, object.origin, error as Error);
  }
}

/** Put something of an object aside. False when the dead letter does not take it: the object must be released then. */
export async function putAside(
  object: IngestObject,
  entry: Pick<DeadLetterEntry, 'reason' | 'detail' | 'skips' | 'alerts'>,
  surroundings: SettlementSurroundings,
): Promise<boolean> {
  const { deadLetter, telemetry, nowMs } = surroundings;
  const bytes = entry.alerts === undefined ? keepSmallBytes(object) : {};
  try {
    await deadLetter.put({ ...entry, ...bytes, origin: object.origin, timeMs: nowMs() });
    reportDeadLetter(telemetry, object.origin, entry.reason, entry.detail);
    return true;
  } catch (error) {
    reportDeadLetterFailure(telemetry, object.origin, error as Error);
    return false;
  }
}
