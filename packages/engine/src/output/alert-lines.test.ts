import { describe, expect, it } from 'vitest';
import type { Alert } from '../alert.ts';
import { formatAlertJson, type AlertJsonOptions } from './alert-json.ts';
import { formatAlertText } from './alert-text.ts';

const alert: Alert = {
  id: '0',
  rule: 'r',
  priority: 'Warning',
  source: 'aws_cloudtrail',
  tags: ['cloud', 'iam'],
  timeNs: 1_700_000_000_123_456_789n,
  message: 'user bob did CreateUser err=<NA>',
  outputFields: new Map<
    string,
    Alert['outputFields'] extends ReadonlyMap<string, infer Value> ? Value : never
  >([
    ['ct.user', 'bob'],
    ['ct.name', 'CreateUser'],
    ['ct.error', undefined],
  ]),
};
const options: AlertJsonOptions = {
  hostname: 'h',
  timeZone: 'UTC',
  timeFormatIso8601: false,
  includeOutput: true,
  includeOutputFields: true,
  includeTags: true,
  includeMessage: false,
};

describe('formatAlertText', () => {
  it.each([
    ['hi a', false, '22:13:20.123456789: Warning hi a'],
    ['hi a', true, '2023-11-14T22:13:20.123456789+0000: Warning hi a'],
    ['say "bob"', false, '22:13:20.123456789: Warning say \\"bob\\"'],
    ['a\\b\nc\td\x01/\x7f', false, '22:13:20.123456789: Warning a\\\\b\\nc\\td\\u0001/\x7f'],
    ['caf\xc3\xa9 \xff', false, '22:13:20.123456789: Warning café \ufffd'],
  ])('of the message %j with iso=%s is %j', (message, timeFormatIso8601, line) => {
    expect(formatAlertText({ ...alert, message }, { timeFormatIso8601, timeZone: 'UTC' })).toBe(line);
  });

  it('shows the local time of day', () => {
    expect(formatAlertText(alert, { timeFormatIso8601: false, timeZone: 'Asia/Kolkata' })).toMatch(
      /^03:43:20\.123456789: /,
    );
  });
});

describe('formatAlertJson', () => {
  it('writes one compact object with sorted keys and exact numbers', () => {
    expect(formatAlertJson(alert, options)).toBe(
      '{"hostname":"h","output":"22:13:20.123456789: Warning user bob did CreateUser err=<NA>","output_fields":' +
        '{"ct.error":null,"ct.name":"CreateUser","ct.user":"bob","evt.time":1700000000123456789},"priority":"Warning",' +
        '"rule":"r","source":"aws_cloudtrail","tags":["cloud","iam"],"time":"2023-11-14T22:13:20.123456789Z"}',
    );
  });

  it('leaves out what is switched off', () => {
    const bare = { ...options, includeOutput: false, includeOutputFields: false, includeTags: false };
    expect(Object.keys(JSON.parse(formatAlertJson(alert, bare)) as object)).toEqual([
      'hostname',
      'priority',
      'rule',
      'source',
      'time',
    ]);
    expect(formatAlertJson(alert, { ...bare, includeMessage: true })).toContain(
      '"message":"user bob did CreateUser err=<NA>"',
    );
  });

  it('names the time field after the time format', () => {
    expect(formatAlertJson(alert, { ...options, timeFormatIso8601: true })).toContain(
      '"evt.time.iso8601":1700000000123456789',
    );
  });

  it('writes 64-bit numbers, bools and lists of any text', () => {
    const outputFields = new Map<string, bigint | boolean | readonly string[]>([
      ['n', 18446744073709551615n],
      ['b', false],
      ['l', ['', '\xff"']],
    ]);
    expect(formatAlertJson({ ...alert, outputFields }, options)).toContain(
      '"output_fields":{"b":false,"evt.time":1700000000123456789,"l":["","\ufffd\\""],"n":18446744073709551615}',
    );
  });
});
