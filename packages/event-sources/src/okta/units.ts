// The shapes in which System Log events are found: answers of the API, event hooks, log streams.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember, findMemberIgnoringCase, findPath } from '@windhover/json';
import { bytesOf, passEnvelope } from '../envelope.ts';
import type { Recognition, UnitFormat, UnitSink } from '../event-source.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import { encodePayload } from './encode-payload.ts';
import { renameMembers } from './rename-members.ts';

/** Members that only an event has; what follows them is part of it. */
const eventMembers = new Set<ByteString>(['published', 'legacyEventType', 'displayMessage', 'debugContext']);

export const oktaUnits: UnitFormat = {
  classifyMember(name) {
    if (name === 'events') return 'container';
    return eventMembers.has(name) ? 'record' : undefined;
  },

  open: (unit, sink, compatibility) => openUnit(unit, sink, compatibility, 0),
};

/** Arrays of arrays deeper than this are skipped. */
const MAX_DEPTH = 8;

function openUnit(unit: JsonNode, sink: UnitSink, compatibility: Compatibility, depth: number): void {
  if (depth > MAX_DEPTH) return sink.skip({ reason: 'too-deep', detail: 'too many arrays in arrays' });
  const inner = unit.kind === 'array' ? unit : findEvents(unit);
  if (inner) {
    for (const event of arrayElements(inner)) openUnit(event, sink, compatibility, depth + 1);
    return;
  }
  const detail = findStreamed(unit);
  if (detail) return openUnit(detail, sink, compatibility, depth + 1);
  if (judgeEvent(unit) === 0 && passEnvelope(unit, sink)) return;
  if (compatibility === 'strict') return passEncoded(unit, sink);
  if (judgeEvent(unit) === 0 && readStringOnly(findMember(unit, 'eventType')) === undefined)
    return sink.skip({ reason: 'not-a-record', detail: 'no event of a System Log' });
  if (findMember(unit, 'eventType') !== undefined) return sink.record(unit.bytes, unit.start, unit.end);
  const renamed = renameMembers(unit);
  sink.record(bytesOf(renamed), 0, renamed.length);
}

/** What Falco's plugin makes of an event. */
function passEncoded(unit: JsonNode, sink: UnitSink): void {
  const payload = encodePayload(unit);
  if (payload === undefined)
    return sink.skip({
      reason: 'not-a-record',
      detail: 'a member has a type that the plugin does not expect',
    });
  sink.record(bytesOf(payload), 0, payload.length);
}

/** Events in the body of an event hook. */
function findEvents(unit: JsonNode): JsonNode | undefined {
  const events = findPath(unit, ['data', 'events']) ?? findMember(unit, 'events');
  return events?.kind === 'array' ? events : undefined;
}

/** The event in one of Amazon EventBridge, to which Okta streams logs. */
function findStreamed(unit: JsonNode): JsonNode | undefined {
  const detail = findMember(unit, 'detail');
  const isStreamed = findMember(unit, 'detail-type') !== undefined && detail !== undefined;
  return isStreamed && judgeEvent(detail) > 0 ? detail : undefined;
}

/** How sure it is that this is an event, 0 if it is none. */
function judgeEvent(unit: JsonNode): number {
  if (unit.kind !== 'object') return 0;
  const type = readStringOnly(findMemberIgnoringCase(unit, 'eventType'));
  if (type === undefined || !/^[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+$/i.test(type)) return 0;
  const has = (name: ByteString): boolean => findMemberIgnoringCase(unit, name) !== undefined;
  const isTold = has('actor') || has('outcome') || has('displayMessage');
  const isDated = has('published') || has('uuid');
  if (isTold && isDated) return 1;
  if (isTold || has('legacyEventType')) return 0.7;
  return isDated ? 0.5 : 0.2;
}

/** Events, bodies of event hooks, and streamed events. */
export function recogniseOkta(unit: JsonNode): Recognition | undefined {
  if (unit.kind !== 'object') return undefined;
  const confidence = judgeEvent(unit);
  if (confidence > 0) return { form: 'record', confidence };
  if (findStreamed(unit)) return { form: 'eventbridge', confidence: 1 };
  const [first] = arrayElements(findPath(unit, ['data', 'events']) ?? unit);
  return first && judgeEvent(first) > 0 ? { form: 'event-hook', confidence: 1 } : undefined;
}
