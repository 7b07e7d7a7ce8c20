// Reads fields of a payload in tests of event sources, written as in a rule: `ct.name`, `ec2.imageids[1]`.

import { decodeByteString, encodeByteString } from '@windhover/bytes';
import type { EventSource, RecordContext } from './event-source.ts';
import type { Compatibility, FieldArgument, FieldValue } from './field.ts';
import { createFieldCatalog } from './field-catalog.ts';
import { parseRecord, readField } from './read-record.ts';

/** A context for one payload, as if it were the first record of a run on the host `host` in UTC. */
export function contextOf(
  source: EventSource,
  payload: string | Uint8Array,
  timestampNs = 0n,
): RecordContext {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const record = { bytes, start: 0, end: bytes.length, timestampNs, sourceName: source.name };
  return {
    record,
    sourceName: source.name,
    pluginName: source.plugin.name,
    number: 1n,
    firstTimestampNs: timestampNs,
    hostname: 'host',
    timeZone: 'UTC',
    root: parseRecord(record),
    state: source.createState?.(),
  };
}

/** A reader of fields by their text in a rule; strings come as ordinary text. */
export function fieldReader(
  source: EventSource,
  payload: string | Uint8Array,
  compatibility: Compatibility = 'fixed',
): (text: string) => unknown {
  const catalog = createFieldCatalog(source, compatibility);
  const context = contextOf(source, payload);
  return (text) => {
    const [, name = text, bracket] = /^([^[]+)(?:\[(.*)\])?$/s.exec(text) ?? [];
    const field = catalog.find(name);
    if (!field) throw new Error(`no field ${name}`);
    return toText(readField(field, context, bracket === undefined ? undefined : argumentOf(bracket)));
  };
}

function argumentOf(bracket: string): FieldArgument {
  const text = encodeByteString(bracket);
  return /^(0|[1-9]\d*)$/.test(text) ? { text, index: BigInt(text) } : { text };
}

function toText(value: FieldValue | undefined): unknown {
  if (typeof value === 'string') return decodeByteString(value);
  return Array.isArray(value) ? value.map((item) => toText(item as FieldValue)) : value;
}
