import type { IngestObject, Origin, RenderedAlert } from '../contract.ts';

/** Something that could not be worked on, or not be delivered, with all that is needed to look into it. */
export interface DeadLetterEntry {
  readonly origin: Origin;
  /** Stable kebab-case id, as counted. */
  readonly reason: string;
  readonly detail: string;
  /** Time of the entry, ms since the epoch. */
  readonly timeMs: number;
  /** How many records of each reason were skipped, for an object that was otherwise evaluated. */
  readonly skips?: Readonly<Record<string, number>>;
  /** The object as received, where it is small enough; the origin says where the rest is. */
  readonly bytes?: Uint8Array;
  /** For alerts that a sink refused. */
  readonly alerts?: readonly RenderedAlert[];
}

/** Takes what is put aside. Resolves when it is safe there; rejects when it must be tried again. */
export interface DeadLetter {
  put(entry: DeadLetterEntry): Promise<void>;
  close(): Promise<void>;
}

/** Larger objects are not copied: their origin still has them. */
export const maxDeadLetterBytes = 128 * 1024;

/** The bytes of an object, if they are at hand and few. */
export function keepSmallBytes({ bytes }: Pick<IngestObject, 'bytes'>): { bytes?: Uint8Array } {
  return bytes instanceof Uint8Array && bytes.length <= maxDeadLetterBytes ? { bytes } : {};
}

/** An entry as one JSON text: bytes in base64, alerts as their JSON lines. */
export function renderDeadLetter(entry: DeadLetterEntry): string {
  const { origin, reason, detail, timeMs, skips, bytes, alerts } = entry;
  return JSON.stringify({
    time: new Date(timeMs).toISOString(),
    reason,
    detail,
    origin,
    ...(skips !== undefined && { skips }),
    ...(bytes !== undefined && { bytes: Buffer.from(bytes).toString('base64') }),
    ...(alerts !== undefined && { alerts: alerts.map(({ alert, json }) => ({ id: alert.id, json })) }),
  });
}
