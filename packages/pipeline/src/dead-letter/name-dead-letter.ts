import { createHash } from 'node:crypto';
import type { DeadLetterEntry } from './dead-letter.ts';

/** A name for an entry that the same failure gives again, so that redelivery does not pile up copies. */
export function nameDeadLetter({ origin, reason, alerts }: DeadLetterEntry): string {
  const hash = createHash('sha256').update(JSON.stringify([origin.ingest, origin.name, reason]));
  for (const { alert } of alerts ?? []) hash.update(alert.id);
  return `${reason}-${hash.digest('hex').slice(0, 24)}.json`;
}
