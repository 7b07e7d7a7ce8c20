// The shapes in which CloudTrail events are found, spec sources-aws.md §5, §6.6 and §9.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember } from '@windhover/json';
import { bytesOf, passEnvelope } from '../envelope.ts';
import type { Recognition, UnitFormat, UnitSink } from '../event-source.ts';
import { readStringOnly } from '../read-value.ts';

/** Arrays of these members hold units: log files, subscriptions, `lookup-events`, Lake queries, Firehose. */
const containers = new Set<ByteString>([
  'Records',
  'records',
  'logEvents',
  'Events',
  'events',
  'QueryResultRows',
]);
/** Members that only a record has; what follows them is part of it. */
const recordMembers = new Set<ByteString>([
  'eventVersion',
  'userIdentity',
  'requestParameters',
  'responseElements',
]);

/** Each level reads the list again, so that endless nesting would take endless time. */
const MAX_ARRAY_DEPTH = 4;
/** How CloudTrail begins its records. The event version of S3 notifications is 2.x. */
const RECORD_START = Buffer.from('{"eventVersion":"1.');

export const cloudTrailUnits: UnitFormat = {
  classifyMember(name) {
    if (containers.has(name)) return 'container';
    return recordMembers.has(name) ? 'record' : undefined;
  },

  recordStart: RECORD_START,

  open: (unit, sink) => openUnit(unit, sink, 0),
};

function openUnit(unit: JsonNode, sink: UnitSink, depth: number): void {
  if (unit.kind === 'array') return openArray(unit, sink, depth);
  const form = unit.kind === 'object' ? findForm(unit) : undefined;
  if (form) form.open(unit, sink);
  else if (!passEnvelope(unit, sink)) openUnknown(unit, sink, depth);
}

/** Which of CloudTrail's own shapes this is. */
export function recogniseCloudTrail(unit: JsonNode): Recognition | undefined {
  const form = unit.kind === 'object' ? findForm(unit) : undefined;
  return form && { form: form.name, confidence: form.confidence };
}

interface Form {
  readonly name: string;
  readonly confidence: number;
  matches(unit: JsonNode): boolean;
  open(unit: JsonNode, sink: UnitSink): void;
}

function textOf(unit: JsonNode, member: ByteString): ByteString | undefined {
  return readStringOnly(findMember(unit, member));
}

function isRecord(unit: JsonNode): boolean {
  if (textOf(unit, 'eventSource')?.startsWith('aws:')) return false;
  return textOf(unit, 'eventName') !== undefined && textOf(unit, 'eventSource') !== undefined;
}

function passText(unit: JsonNode, member: ByteString, sink: UnitSink): void {
  const text = textOf(unit, member);
  if (text !== undefined) sink.object(bytesOf(text));
}

function skipAs(reason: string, detail: string): Form['open'] {
  return (_unit, sink) => sink.skip({ reason, detail });
}

const forms: readonly Form[] = [
  {
    name: 'record',
    confidence: 1,
    matches: (unit) => isRecord(unit) && findMember(unit, 'eventTime') !== undefined,
    open: (unit, sink) => sink.record(unit.bytes, unit.start, unit.end),
  },
  {
    name: 'insight',
    confidence: 1,
    matches: (unit) => textOf(unit, 'eventType') === 'AwsCloudTrailInsight',
    open: (unit, sink) => sink.record(unit.bytes, unit.start, unit.end),
  },
  {
    name: 'eventbridge',
    confidence: 1,
    matches: (unit) => textOf(unit, 'detail-type')?.endsWith('via CloudTrail') === true,
    open(unit, sink) {
      const detail = findMember(unit, 'detail');
      if (detail?.kind === 'object') sink.record(detail.bytes, detail.start, detail.end);
      else sink.skip({ reason: 'not-a-record', detail: 'an EventBridge event without detail' });
    },
  },
  {
    name: 'eventbridge',
    confidence: 0.1,
    matches: (unit) => textOf(unit, 'detail-type') !== undefined && findMember(unit, 'detail') !== undefined,
    open: skipAs('other-event', 'an EventBridge event that is not from CloudTrail'),
  },
  {
    name: 'lookup-events',
    confidence: 1,
    matches: (unit) => textOf(unit, 'CloudTrailEvent') !== undefined,
    open: (unit, sink) => passText(unit, 'CloudTrailEvent', sink),
  },
  {
    name: 'lake',
    confidence: 0.9,
    matches: (unit) => textOf(unit, 'eventJson') !== undefined,
    open: (unit, sink) => passText(unit, 'eventJson', sink),
  },
  {
    name: 'lake',
    confidence: 0.6,
    matches: (unit) => textOf(unit, 'eventData')?.startsWith('{') === true,
    open: (unit, sink) => passText(unit, 'eventData', sink),
  },
  {
    name: 'digest',
    confidence: 1,
    matches: (unit) =>
      findMember(unit, 'logFiles') !== undefined && findMember(unit, 'digestS3Object') !== undefined,
    open: skipAs('digest', 'a digest file: it names log files and holds no events'),
  },
  {
    name: 'notification',
    confidence: 0.2,
    matches: (unit) =>
      textOf(unit, 'eventSource') === 'aws:s3' || findMember(unit, 's3ObjectKey') !== undefined,
    open: skipAs('notification', 'a notification of new objects, not an event'),
  },
];

function findForm(unit: JsonNode): Form | undefined {
  return forms.find((form) => form.matches(unit));
}

/** Of the rows of Lake queries, lists of single-member objects, one member counts; other lists hold units. */
function openArray(unit: JsonNode, sink: UnitSink, depth: number): void {
  if (depth === MAX_ARRAY_DEPTH)
    return sink.skip({ reason: 'not-a-record', detail: 'lists in lists in lists' });
  const elements = arrayElements(unit);
  const columns = elements.filter((element) => textOf(element, 'eventJson') !== undefined);
  for (const element of columns.length > 0 ? columns : elements) openUnit(element, sink, depth + 1);
}

/** Containers in odd places are opened; the rest may still be a record that lacks much, which admission judges. */
function openUnknown(unit: JsonNode, sink: UnitSink, depth: number): void {
  if (unit.kind !== 'object') return sink.skip({ reason: 'not-a-record', detail: `a JSON ${unit.kind}` });
  for (const name of containers) {
    const container = findMember(unit, name);
    if (container === undefined) continue;
    if (container.kind === 'array') openArray(container, sink, depth);
    return;
  }
  sink.record(unit.bytes, unit.start, unit.end);
}
