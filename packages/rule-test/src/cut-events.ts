import { createRecognisingCutter, findEventSource, type SourceRecord } from '@windhover/event-sources';
import type { Json } from './apply-changes.ts';

/** Records of a test's event, or why it is none: the skip of its source. */
export type CutEvent =
  | { readonly ok: true; readonly records: readonly SourceRecord[] }
  | { readonly ok: false; readonly reason: string };

const MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** Events that say no time happen at this one: tests do not depend on the clock. */
const RECEIVED_NS = 1_700_000_000_000_000_000n;

/**
 * Cut an event as its source would. An event without what the source asks of records (a time, a type) gets it, so
 * that tests need only say what the rule looks at.
 */
export function cutEvent(event: Json, sourceName: string | undefined): CutEvent {
  const text = typeof event === 'string' ? event : JSON.stringify(complete(event, sourceName));
  const records: SourceRecord[] = [];
  const reasons: string[] = [];
  const options = {
    compatibility: 'fixed' as const,
    maxRecordBytes: MAX_RECORD_BYTES,
    receivedNs: RECEIVED_NS,
    receiver: {
      record(record: SourceRecord) {
        const bytes = Uint8Array.prototype.slice.call(record.bytes, record.start, record.end);
        records.push({ ...record, bytes, start: 0, end: bytes.length });
      },
      skip: ({ reason, detail }: { reason: string; detail?: string }) => void reasons.push(detail ?? reason),
    },
  };
  const source = sourceName === undefined ? undefined : findEventSource(sourceName);
  const cutter = source === undefined ? createRecognisingCutter(options) : source.createCutter(options);
  cutter.write(Buffer.from(text, 'utf8'));
  cutter.end();
  return records.length > 0
    ? { ok: true, records }
    : { ok: false, reason: reasons[0] ?? 'no record in the event' };
}

/** Members that sources ask of every record, with values that say nothing. */
const REQUIRED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_cloudtrail: { eventTime: '2023-11-14T22:13:20Z', eventType: 'AwsApiCall' },
  k8s_audit: {
    kind: 'Event',
    auditID: '00000000-0000-0000-0000-000000000000',
    stageTimestamp: '2023-11-14T22:13:20.000000Z',
  },
  okta: { published: '2023-11-14T22:13:20.000Z', uuid: '00000000-0000-0000-0000-000000000000' },
  azure_platformlogs: { time: '2023-11-14T22:13:20Z' },
};

function complete(event: Json, sourceName: string | undefined): Json {
  const required = sourceName === undefined ? undefined : REQUIRED[findEventSource(sourceName)?.name ?? ''];
  if (required === undefined || typeof event !== 'object' || event === null || Array.isArray(event))
    return event;
  const missing = Object.entries(required).filter(([name]) => !Object.hasOwn(event, name));
  return missing.length === 0 ? event : { ...event, ...Object.fromEntries(missing) };
}
