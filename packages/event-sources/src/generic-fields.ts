// The evt.* fields that every event has, spec condition-language.md §15 and sources-aws.md §4.

import type { ByteString } from '@windhover/bytes';
import { sliceToByteString } from '@windhover/bytes';
import type { RecordContext, RecordReader, SourceRecord } from './event-source.ts';
import { cutValue } from './read-value.ts';
import type { FieldDeclaration, FieldType, FieldValue, ScalarValue } from './field.ts';
import {
  formatDateTime,
  formatIso8601,
  formatTimeOfDay,
  nanosecondsPart,
  secondsPart,
} from './event-time.ts';

/** The generic class for a source whose one-line summary is read by `pluginInfo`. */
export function createGenericFields(
  pluginInfo: RecordReader<ByteString> | undefined,
): readonly FieldDeclaration[] {
  return [...beforePluginInfo, declarePluginInfo(pluginInfo), ...afterPluginInfo];
}

type Row = Pick<FieldDeclaration, 'text' | 'jsonValue'> & {
  readonly name: string;
  readonly type?: FieldType;
  readonly description: string;
  read(context: RecordContext): FieldValue | undefined;
};

function declareGeneric({ type = 'string', read, ...row }: Row): FieldDeclaration {
  return {
    ...row,
    type,
    isList: false,
    generic: true,
    paths: () => [],
    read: (_nodes, context) => read(context),
  };
}

/** Falco keeps times unsigned: before 1970 they wrap around. JSON output shows them signed. */
const eventTime = (context: RecordContext): bigint => BigInt.asUintN(64, context.record.timestampNs);
const asEventTime = (_value: ScalarValue, context: RecordContext): bigint => context.record.timestampNs;
const padToNine = (value: ScalarValue): ByteString => String(value).padStart(9, '0');
const asSigned = (value: ScalarValue): ScalarValue =>
  typeof value === 'bigint' ? BigInt.asIntN(64, value) : value;

/** An event older than the first one of the run wraps around, as Falco's unsigned difference does. */
function relativeTime(context: RecordContext): bigint {
  return BigInt.asUintN(64, eventTime(context) - context.firstTimestampNs);
}

const beforePluginInfo = (
  [
    {
      name: 'evt.num',
      type: 'uint64',
      description: 'Running number of the event, from 1.',
      read: ({ number }) => number,
    },
    {
      name: 'evt.time',
      description: 'Local time of day of the event, with nanoseconds.',
      read: (context) => formatTimeOfDay(eventTime(context), context.timeZone, 'nanoseconds'),
      jsonValue: asEventTime,
    },
    {
      name: 'evt.time.s',
      description: 'Local time of day of the event, without fraction.',
      read: (context) => formatTimeOfDay(eventTime(context), context.timeZone, 'seconds'),
      jsonValue: asEventTime,
    },
    {
      name: 'evt.time.iso8601',
      description: 'Time of the event in ISO 8601, with nanoseconds, in UTC.',
      read: (context) => formatIso8601(eventTime(context)),
      jsonValue: asEventTime,
    },
    {
      name: 'evt.datetime',
      description: 'Local date and time of the event, with nanoseconds.',
      read: (context) => formatDateTime(eventTime(context), context.timeZone, 'nanoseconds'),
      jsonValue: asEventTime,
    },
    {
      name: 'evt.datetime.s',
      description: 'Local date and time of the event, without fraction.',
      read: (context) => formatDateTime(eventTime(context), context.timeZone, 'seconds'),
      jsonValue: asEventTime,
    },
    {
      name: 'evt.rawtime',
      type: 'abstime',
      description: 'Time of the event in nanoseconds since the epoch.',
      read: eventTime,
      jsonValue: asEventTime,
    },
    {
      name: 'evt.rawtime.s',
      type: 'abstime',
      description: 'Time of the event in whole seconds since the epoch.',
      read: (context) => secondsPart(eventTime(context)),
    },
    {
      name: 'evt.rawtime.ns',
      type: 'abstime',
      description: 'Nanoseconds of the event time after its last whole second.',
      read: (context) => nanosecondsPart(eventTime(context)),
      text: padToNine,
    },
    {
      name: 'evt.reltime',
      type: 'reltime',
      description: 'Nanoseconds from the first event of the run to this one.',
      read: relativeTime,
      text: padToNine,
      jsonValue: asSigned,
    },
    {
      name: 'evt.reltime.s',
      type: 'reltime',
      description: 'Whole seconds from the first event of the run to this one.',
      read: (context) => secondsPart(relativeTime(context)),
    },
    {
      name: 'evt.reltime.ns',
      type: 'reltime',
      description: 'Nanoseconds of `evt.reltime` after its last whole second.',
      read: (context) => nanosecondsPart(relativeTime(context)),
      text: padToNine,
    },
    {
      name: 'evt.pluginname',
      description: 'Name of the plugin that brought the event.',
      read: ({ pluginName }) => pluginName,
    },
  ] satisfies Row[]
).map(declareGeneric);

const afterPluginInfo = (
  [
    { name: 'evt.source', description: 'Name of the event source.', read: ({ sourceName }) => sourceName },
    {
      name: 'evt.is_async',
      type: 'bool',
      description: 'True for asynchronous events, which audit logs do not have.',
      read: () => false,
    },
    {
      name: 'evt.asynctype',
      description: 'Kind of an asynchronous event; audit logs have none.',
      read: () => undefined,
    },
    {
      name: 'evt.hostname',
      description: 'Name of the host on which the engine runs.',
      read: ({ hostname }) => hostname,
    },
  ] satisfies Row[]
).map(declareGeneric);

function declarePluginInfo(pluginInfo: RecordReader<ByteString> | undefined): FieldDeclaration {
  return {
    name: 'evt.plugininfo',
    type: 'string',
    isList: false,
    generic: true,
    description: 'One-line summary of the event.',
    paths: () => pluginInfo?.paths ?? [],
    read: (nodes, context) => cutValue(pluginInfo?.read(nodes, context) || summarisePayload(context.record)),
  };
}

const SHOWN_BYTES = 50;

/** What Falco shows for events whose source has no summary, or an empty one. */
function summarisePayload({ bytes, start, end }: SourceRecord): ByteString {
  const head = sliceToByteString(bytes, start, Math.min(end, start + SHOWN_BYTES));
  const shown = /^[ -~]*$/.test(head) ? head : '<binary>';
  return `datalen=${end - start} data=${shown}${end - start > SHOWN_BYTES ? '...' : ''}`;
}
