// The shapes in which webhooks are found.

import type { ByteString } from '@windhover/bytes';
import { decodeByteString, encodeByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import {
  arrayElements,
  decodeString,
  findMember,
  findMemberIgnoringCase,
  findPath,
  parseJson,
} from '@windhover/json';
import { bytesOf, passEnvelope } from '../envelope.ts';
import type { Recognition, UnitFormat, UnitSink } from '../event-source.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import { assemblePayload, type Webhook } from './assemble-payload.ts';
import { guessEventType } from './event-type.ts';

/** No object here has a container; these say so before an array of another source's container is met. */
const recordMembers = new Set<ByteString>([
  'webhook_type',
  'sender',
  'repository',
  'payload',
  'payloadText',
  'headers',
]);

export const githubUnits: UnitFormat = {
  classifyMember: (name) => (recordMembers.has(name) ? 'record' : undefined),

  open(unit, sink, compatibility) {
    const shape = unit.kind === 'object' ? shapes.find((each) => each.matches(unit)) : undefined;
    if (shape) return shape.open(unit, sink, compatibility);
    if (unit.kind === 'array') {
      for (const element of arrayElements(unit)) githubUnits.open(element, sink, compatibility);
    } else if (!passEnvelope(unit, sink)) {
      sink.skip({ reason: 'not-a-record', detail: 'no webhook' });
    }
  },
};

/** Which shape of a webhook this is. */
export function recogniseGithub(unit: JsonNode): Recognition | undefined {
  const shape = unit.kind === 'object' ? shapes.find((each) => each.matches(unit)) : undefined;
  return shape && { form: shape.form, confidence: shape.confidence };
}

interface Shape {
  readonly form: string;
  readonly confidence: number;
  matches(unit: JsonNode): boolean;
  open(unit: JsonNode, sink: UnitSink, compatibility: Compatibility): void;
}

function textOf(unit: JsonNode, ...path: readonly ByteString[]): ByteString | undefined {
  return readStringOnly(findPath(unit, path));
}

function headerOf(unit: JsonNode, name: ByteString): ByteString | undefined {
  const headers = findMember(unit, 'headers');
  return headers && readStringOnly(findMemberIgnoringCase(headers, name));
}

const shapes: readonly Shape[] = [
  {
    form: 'record',
    confidence: 1,
    matches: (unit) => textOf(unit, 'webhook_type') !== undefined,
    open: (unit, sink) => sink.record(unit.bytes, unit.start, unit.end),
  },
  {
    form: 'webhook',
    confidence: 1,
    matches: (unit) =>
      textOf(unit, 'event') !== undefined &&
      (findMember(unit, 'payload') !== undefined || textOf(unit, 'payloadText') !== undefined),
    open(unit, sink, compatibility) {
      const answers = { compare: findMember(unit, 'compare'), contents: findMember(unit, 'contents') };
      const common = { event: textOf(unit, 'event') ?? '', delivery: textOf(unit, 'delivery'), answers };
      const payload = findMember(unit, 'payload');
      if (payload) pass({ ...common, body: payload }, sink, compatibility);
      else passText(textOf(unit, 'payloadText') ?? '', common, sink, compatibility);
    },
  },
  {
    form: 'delivery',
    confidence: 1,
    matches: (unit) => textOf(unit, 'guid') !== undefined && textOf(unit, 'event') !== undefined,
    open(unit, sink, compatibility) {
      const body = findPath(unit, ['request', 'payload']);
      if (!body) return sink.skip({ reason: 'not-a-record', detail: 'a delivery without its payload' });
      pass({ event: textOf(unit, 'event') ?? '', delivery: textOf(unit, 'guid'), body }, sink, compatibility);
    },
  },
  {
    form: 'http-request',
    confidence: 1,
    matches: (unit) =>
      headerOf(unit, 'x-github-event') !== undefined && findMember(unit, 'body') !== undefined,
    open(unit, sink, compatibility) {
      const common = {
        event: headerOf(unit, 'x-github-event') ?? '',
        delivery: headerOf(unit, 'x-github-delivery'),
      };
      const body = findMember(unit, 'body');
      if (body?.kind !== 'string') return body && pass({ ...common, body }, sink, compatibility);
      const text =
        findMember(unit, 'isBase64Encoded')?.kind === 'true'
          ? decodeBase64(decodeString(body))
          : decodeString(body);
      passText(unwrapForm(text), common, sink, compatibility);
    },
  },
  {
    form: 'body',
    confidence: 0.9,
    matches: isBody,
    open: (unit, sink, compatibility) =>
      pass({ event: guessEventType(unit), body: unit }, sink, compatibility),
  },
];

/** Who did it, and where: every body has both. */
function isBody(unit: JsonNode): boolean {
  const places = ['repository', 'organization', 'installation', 'enterprise', 'hook'];
  return (
    textOf(unit, 'sender', 'login') !== undefined &&
    places.some((name) => findMember(unit, name)?.kind === 'object')
  );
}

function pass(webhook: Webhook, sink: UnitSink, compatibility: Compatibility): void {
  const payload = assemblePayload(webhook, compatibility);
  if (typeof payload !== 'string') return sink.skip(payload);
  const bytes = bytesOf(payload);
  sink.record(bytes, 0, bytes.length);
}

function passText(
  text: ByteString,
  webhook: Omit<Webhook, 'body'>,
  sink: UnitSink,
  compatibility: Compatibility,
): void {
  const body = parseJson(bytesOf(text));
  if (body) pass({ ...webhook, body }, sink, compatibility);
  else sink.skip({ reason: 'not-json', detail: 'a body that is no JSON' });
}

function decodeBase64(text: ByteString): ByteString {
  return Buffer.from(text, 'base64').toString('latin1');
}

/** Hooks of content type `form` wrap their JSON: `payload=%7B…`. */
function unwrapForm(text: ByteString): ByteString {
  if (!text.startsWith('payload=')) return text;
  return encodeByteString(new URLSearchParams(decodeByteString(text)).get('payload') ?? '');
}
