// The shapes in which log entries of Google Cloud are found, spec sources-gcp.md §3.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember, findMemberIgnoringCase } from '@windhover/json';
import { passEnvelope } from '../envelope.ts';
import type { Recognition, UnitFormat, UnitSink } from '../event-source.ts';
import { readStringOnly } from '../read-value.ts';

/** Answers of a Pub/Sub pull and of the Logging API. */
const containers = new Set<ByteString>(['receivedMessages', 'entries']);
/** Members that only a log entry has; what follows them is part of it. */
const entryMembers = new Set<ByteString>([
  'protoPayload',
  'jsonPayload',
  'textPayload',
  'logName',
  'insertId',
]);

export const gcpUnits: UnitFormat = {
  classifyMember(name) {
    if (containers.has(name)) return 'container';
    return entryMembers.has(name) ? 'record' : undefined;
  },

  open: (unit, sink) => openUnit(unit, sink, 0),
};

/** Arrays of arrays and events in events deeper than this are skipped. */
const MAX_DEPTH = 8;

function openUnit(unit: JsonNode, sink: UnitSink, depth: number): void {
  if (depth > MAX_DEPTH)
    return sink.skip({ reason: 'too-deep', detail: 'too many containers in containers' });
  if (unit.kind === 'array') return openAll(unit, sink, depth);
  if (unit.kind !== 'object') {
    if (!passEnvelope(unit, sink)) sink.skip({ reason: 'not-a-record', detail: `a JSON ${unit.kind}` });
    return;
  }
  if (judgeEntry(unit) > 0) return sink.record(unit.bytes, unit.start, unit.end);
  const event = findMember(unit, 'data');
  if (event?.kind === 'object') return openUnit(event, sink, depth + 1);
  const container = findContainer(unit);
  if (container) return openAll(container, sink, depth);
  if (!passEnvelope(unit, sink)) sink.record(unit.bytes, unit.start, unit.end);
}

function openAll(units: JsonNode, sink: UnitSink, depth: number): void {
  for (const unit of arrayElements(units)) openUnit(unit, sink, depth + 1);
}

function findContainer(unit: JsonNode): JsonNode | undefined {
  return [...containers].map((name) => findMember(unit, name)).find((node) => node?.kind === 'array');
}

/** How sure it is that this is a log entry, 0 if it is none. */
function judgeEntry(unit: JsonNode): number {
  const payload = findMemberIgnoringCase(unit, 'protoPayload');
  const logName = readStringOnly(findMemberIgnoringCase(unit, 'logName'));
  const resource = findMember(unit, 'resource')?.kind === 'object';
  if (payload?.kind === 'object') return logName !== undefined || resource ? 1 : 0.9;
  if (logName !== undefined && /^(?:projects|folders|organizations|billingAccounts)\//.test(logName))
    return 1;
  if (logName !== undefined && resource) return 0.9;
  return findMember(unit, 'insertId') !== undefined && resource ? 0.7 : 0;
}

/** Log entries, whatever their payload, alone or in events of Eventarc. */
export function recogniseGcp(unit: JsonNode): Recognition | undefined {
  if (unit.kind !== 'object') return undefined;
  const confidence = judgeEntry(unit);
  if (confidence > 0) return { form: 'record', confidence };
  const event = findMember(unit, 'data');
  const isEvent = event?.kind === 'object' && judgeEntry(event) > 0;
  return isEvent ? { form: 'cloud-event', confidence: 0.9 } : undefined;
}
