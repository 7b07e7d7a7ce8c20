// Envelopes that clouds put around events of any kind: queue messages, log subscriptions, streams.

import type { ByteString } from '@windhover/bytes';
import { sliceToByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { decodeString, findPath } from '@windhover/json';
import { pathOf } from './declare-field.ts';
import type { Skip, UnitSink } from './event-source.ts';
import { inflateText, looksLikeGzipText } from './inflate-text.ts';

/** Data of one CloudWatch, Kinesis or Firehose record; a service sends 1 MiB at most, compressed. */
const MAX_INFLATED_BYTES = 16 << 20;

interface EnvelopeShape {
  readonly form: string;
  /** Where the inner object stands, as a string. */
  readonly content: JsonPath;
  readonly encoding: 'text' | 'base64';
  /** Members that tell this envelope from others. */
  readonly marks: readonly JsonPath[];
}

const shapes: readonly EnvelopeShape[] = [
  { form: 'sns', content: pathOf('Message'), encoding: 'text', marks: [pathOf('Type')] },
  { form: 'sns', content: pathOf('Sns.Message'), encoding: 'text', marks: [] },
  { form: 'sqs', content: pathOf('body'), encoding: 'text', marks: [pathOf('messageId')] },
  { form: 'cloudwatch-logs', content: pathOf('awslogs.data'), encoding: 'base64', marks: [] },
  {
    form: 'cloudwatch-logs',
    content: pathOf('message'),
    encoding: 'text',
    marks: [pathOf('id'), pathOf('timestamp')],
  },
  {
    form: 'cloudwatch-logs',
    content: pathOf('message'),
    encoding: 'text',
    marks: [pathOf('timestamp'), pathOf('ingestionTime')],
  },
  { form: 'pubsub', content: pathOf('message.data'), encoding: 'base64', marks: [] },
  { form: 'pubsub', content: pathOf('data'), encoding: 'base64', marks: [pathOf('messageId')] },
  { form: 'pubsub', content: pathOf('data'), encoding: 'base64', marks: [pathOf('attributes')] },
  { form: 'kinesis', content: pathOf('kinesis.data'), encoding: 'base64', marks: [] },
  { form: 'firehose', content: pathOf('data'), encoding: 'base64', marks: [pathOf('recordId')] },
];

/** An object inside an envelope, still encoded. */
export interface Envelope {
  readonly form: string;
  readonly encoding: EnvelopeShape['encoding'];
  readonly content: JsonNode;
}

/** The envelope that this unit is; a string is the simplest one, JSON text inside JSON. */
export function findEnvelope(unit: JsonNode): Envelope | undefined {
  if (unit.kind === 'string') return { form: 'text', encoding: 'text', content: unit };
  if (unit.kind !== 'object') return undefined;
  for (const { form, content, encoding, marks } of shapes) {
    const node = findPath(unit, content);
    if (node?.kind === 'string' && marks.every((mark) => findPath(unit, mark)))
      return { form, encoding, content: node };
  }
  return undefined;
}

/** The inner object, or why it cannot be had: plain text, a health check, damaged data. */
export function openEnvelope({ content, encoding }: Envelope): Uint8Array | Skip {
  const text = decodeString(content);
  if (encoding === 'base64' || looksLikeGzipText(text)) {
    return (
      inflateText(text, MAX_INFLATED_BYTES) ?? {
        reason: 'bad-encoding',
        detail: 'not base64, or damaged gzip data',
      }
    );
  }
  if (text.startsWith('CWL CONTROL MESSAGE')) return { reason: 'control-message' };
  if (!/^\s*[{[]/.test(text)) return { reason: 'not-json', detail: 'text that is no JSON' };
  return bytesOf(text);
}

/** Hand the inner object of an envelope to the sink; false if the unit is none. */
export function passEnvelope(unit: JsonNode, sink: UnitSink): boolean {
  const envelope = findEnvelope(unit);
  if (!envelope) return false;
  const inner = openEnvelope(envelope);
  if ('reason' in inner) sink.skip(inner);
  else sink.object(inner);
  return true;
}

/** The inner object of a line of base64 text of gzip, as tools print the data of a log subscription. */
export function inflateBareText(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const text = sliceToByteString(bytes, start, end).trimEnd();
  return looksLikeGzipText(text) ? inflateText(text, MAX_INFLATED_BYTES) : undefined;
}

/** Text as the bytes it stands for. */
export function bytesOf(text: ByteString): Uint8Array {
  return Buffer.from(text, 'latin1');
}
