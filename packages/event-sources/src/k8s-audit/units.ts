// The shapes in which audit events of Kubernetes are found, spec sources-k8s-okta-github.md §A.1, §A.6 and §A.7.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, decodeString, findMember, findPath } from '@windhover/json';
import { bytesOf, passEnvelope } from '../envelope.ts';
import type { Recognition, UnitFormat, UnitSink } from '../event-source.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import { convertGkeEntry, isGkeEntry } from './gke-entry.ts';

/** Webhook bodies and lists, Event Hubs (AKS), CloudWatch Logs (EKS), Pub/Sub and the Logging API (GKE). */
const containers = new Set<ByteString>([
  'items',
  'records',
  'logEvents',
  'events',
  'receivedMessages',
  'entries',
]);
/** Members that only an event has; what follows them is part of it. */
const eventMembers = new Set<ByteString>([
  'auditID',
  'requestURI',
  'objectRef',
  'requestObject',
  'responseObject',
]);
const TRUNCATED = '[Truncated...]';

export const kubernetesUnits: UnitFormat = {
  classifyMember(name) {
    if (containers.has(name)) return 'container';
    return eventMembers.has(name) ? 'record' : undefined;
  },

  open(unit, sink, compatibility) {
    if (compatibility === 'fixed') openUnit(unit, sink, 0);
    else openStrictly(unit, sink);
  },
};

/** As the plugin does: what it does not know anywhere in an array drops the whole array. */
export function openStrictly(unit: JsonNode, sink: UnitSink): void {
  const events = listEvents(unit);
  if (events) for (const event of events) sink.record(event.bytes, event.start, event.end);
  else if (isGkeEntry(unit)) convert(unit, sink, 'strict');
  else openAksStrictly(unit, sink);
}

/** A body of Event Hubs; arrays of them or of its records are none. */
function openAksStrictly(unit: JsonNode, sink: UnitSink): void {
  const records = unit.kind === 'object' ? findMember(unit, 'records') : undefined;
  for (const record of records?.kind === 'array' ? arrayElements(records) : [unit])
    if (!openAksRecord(record, sink)) sink.skip(notAnEvent);
}

const notAnEvent = { reason: 'not-a-record', detail: 'no audit event of Kubernetes' };

/** The plugin takes any depth, but each level is another pass over the text. */
const MAX_STRICT_DEPTH = 32;

function listEvents(unit: JsonNode, depth = 0): readonly JsonNode[] | undefined {
  if (unit.kind === 'array') {
    if (depth === MAX_STRICT_DEPTH) return undefined;
    const lists = arrayElements(unit).map((element) => listEvents(element, depth + 1));
    return lists.includes(undefined) ? undefined : lists.flatMap((events) => events ?? []);
  }
  const kind = readStringOnly(findMember(unit, 'kind'));
  if (kind === 'Event') return [unit];
  const items = kind === 'EventList' ? findMember(unit, 'items') : undefined;
  const events = items?.kind === 'array' ? arrayElements(items) : [];
  return events.length > 0 ? events : undefined;
}

/** Arrays of arrays and lists of lists deeper than this are skipped. */
const MAX_DEPTH = 8;

function openUnit(unit: JsonNode, sink: UnitSink, depth: number): void {
  if (depth > MAX_DEPTH) return sink.skip({ reason: 'too-deep', detail: 'too many lists in lists' });
  if (unit.kind === 'array') return openAll(unit, sink, depth);
  if (judgeEvent(unit) > 0) return sink.record(unit.bytes, unit.start, unit.end);
  const items = findMember(unit, 'items');
  if (items?.kind === 'array') return openAll(items, sink, depth);
  if (isGkeEntry(unit)) return convert(unit, sink, 'fixed');
  if (openAksRecord(unit, sink)) return;
  if (isTruncated(unit)) return sink.skip({ reason: 'truncated', detail: 'a log event that EKS has cut' });
  if (!passEnvelope(unit, sink)) sink.skip(notAnEvent);
}

function openAll(units: JsonNode, sink: UnitSink, depth: number): void {
  for (const unit of arrayElements(units)) openUnit(unit, sink, depth + 1);
}

function convert(entry: JsonNode, sink: UnitSink, compatibility: Compatibility): void {
  const bytes = bytesOf(convertGkeEntry(entry, compatibility));
  sink.record(bytes, 0, bytes.length);
}

function findAksLog(unit: JsonNode): JsonNode | undefined {
  const log = findPath(unit, ['properties', 'log']);
  return log?.kind === 'string' ? log : undefined;
}

/** Records of other categories carry text; the plugin passes over them, too. */
function openAksRecord(unit: JsonNode, sink: UnitSink): boolean {
  const log = findAksLog(unit);
  if (!log) return false;
  const text = decodeString(log);
  if (text.trimStart().startsWith('{')) sink.object(bytesOf(text));
  else sink.skip({ reason: 'other-event', detail: 'a log of AKS that is not the audit log' });
  return true;
}

function isTruncated(unit: JsonNode): boolean {
  return readStringOnly(findMember(unit, 'message'))?.trimEnd().endsWith(TRUNCATED) === true;
}

/** How sure it is that this is an audit event, 0 if it is none. */
function judgeEvent(unit: JsonNode): number {
  const text = (member: ByteString): ByteString | undefined => readStringOnly(findMember(unit, member));
  const has = (member: ByteString): boolean => findMember(unit, member) !== undefined;
  const kind = text('kind');
  if (kind === 'Event' && text('apiVersion')?.startsWith('audit.k8s.io/')) return 1;
  if (text('auditID') !== undefined && (has('verb') || has('requestURI') || has('stage'))) return 1;
  if (kind === 'Event' && (has('verb') || has('requestURI') || has('stageTimestamp'))) return 0.9;
  const reference = findPath(unit, ['objectRef', 'resource']);
  return reference?.kind === 'string' && (has('requestURI') || has('verb') || has('http')) ? 0.7 : 0;
}

/** Events, lists of events, and the envelopes of AKS and GKE. */
export function recogniseKubernetes(unit: JsonNode): Recognition | undefined {
  if (unit.kind !== 'object') return undefined;
  const confidence = judgeEvent(unit);
  if (confidence > 0) return { form: 'record', confidence };
  if (readStringOnly(findMember(unit, 'kind')) === 'EventList')
    return { form: 'event-list', confidence: 0.9 };
  if (isGkeEntry(unit)) return { form: 'gke', confidence: 0.6 };
  const isAudit = readStringOnly(findMember(unit, 'category'))?.startsWith('kube-audit') === true;
  return isAudit && findAksLog(unit) ? { form: 'aks', confidence: 1 } : undefined;
}
