import { parseJson } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import { deflateText } from './cut-for-test.ts';
import { findEnvelope, inflateBareText, openEnvelope } from './envelope.ts';

/** The form and the inner object, or the reason why there is none. */
function open(text: string): [form: string, inner: string] | undefined {
  const root = parseJson(Buffer.from(text));
  const envelope = root && findEnvelope(root);
  if (!envelope) return undefined;
  const inner = openEnvelope(envelope);
  return [envelope.form, 'reason' in inner ? `!${inner.reason}` : Buffer.from(inner).toString()];
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('envelopes', () => {
  it.each<[text: string, opened: [form: string, inner: string] | undefined]>([
    ['"{\\"a\\":1}"', ['text', '{"a":1}']],
    [`"${deflateText('{"a":1}')}"`, ['text', '{"a":1}']],
    ['{"Type":"Notification","Message":"{\\"a\\":\\"é\\"}"}', ['sns', '{"a":"é"}']],
    ['{"Sns":{"Message":"[1]"}}', ['sns', '[1]']],
    ['{"messageId":"1","body":" {}"}', ['sqs', ' {}']],
    [`{"awslogs":{"data":"${deflateText('{"a":1}')}"}}`, ['cloudwatch-logs', '{"a":1}']],
    ['{"id":"1","timestamp":1,"message":"{}"}', ['cloudwatch-logs', '{}']],
    [`{"kinesis":{"data":"${base64('{}')}"}}`, ['kinesis', '{}']],
    [`{"message":{"data":"${base64('{}')}"},"subscription":"s"}`, ['pubsub', '{}']],
    [`{"messageId":"1","data":"${base64('{}')}"}`, ['pubsub', '{}']],
    [`{"attributes":{},"data":"${base64('{}')}"}`, ['pubsub', '{}']],
    [`{"recordId":"1","data":"${base64('{}')}"}`, ['firehose', '{}']],
    ['{"id":"1","timestamp":1,"message":"CWL CONTROL MESSAGE: x"}', ['cloudwatch-logs', '!control-message']],
    ['{"id":"1","timestamp":1,"message":"hello"}', ['cloudwatch-logs', '!not-json']],
    ['{"kinesis":{"data":"%%%"}}', ['kinesis', '!bad-encoding']],
    ['{"awslogs":{"data":"H4sIAAAA"}}', ['cloudwatch-logs', '!bad-encoding']],
    ['{"Message":"{}"}', undefined],
    ['{"data":"e30="}', undefined],
    ['{"kinesis":{"data":1}}', undefined],
    ['[1]', undefined],
    ['7', undefined],
  ])('%s', (text, opened) => expect(open(text)).toEqual(opened));

  it('does not inflate without limit', () => {
    expect(open(`{"awslogs":{"data":"${deflateText(' '.repeat(17 << 20))}"}}`)).toEqual([
      'cloudwatch-logs',
      '!bad-encoding',
    ]);
  });

  it('takes base64 text of gzip on a line of its own', () => {
    const bytes = Buffer.from(`${deflateText('{"a":1}')}\r`);
    expect(Buffer.from(inflateBareText(bytes, 0, bytes.length) ?? []).toString()).toBe('{"a":1}');
    expect(inflateBareText(Buffer.from('Hello'), 0, 5)).toBeUndefined();
  });
});
