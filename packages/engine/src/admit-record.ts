import {
  admitRecord,
  findEventSource,
  parseRecord,
  type Compatibility,
  type Skip,
  type SourceRecord,
} from '@windhover/event-sources';

/** Admit a record by reading it in full. A record of a source that is not built in is no event. */
export function admitInFull(
  record: SourceRecord,
  compatibility: Compatibility,
  receivedNs: bigint,
): { readonly timestampNs: bigint } | Skip {
  const admission = findEventSource(record.sourceName)?.admission(compatibility);
  if (!admission)
    return { reason: 'unknown-source', detail: `no event source is called ${record.sourceName}` };
  return admitRecord(admission, parseRecord(record), receivedNs);
}
