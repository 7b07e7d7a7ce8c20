import { gzipSync } from 'node:zlib';
import { findPath, parseJson } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import { cutText } from '../cut-for-test.ts';
import type { Compatibility } from '../field.ts';
import { createRecognisingCutter } from '../recognise-source.ts';
import { gcpAuditLog } from './source.ts';

const { createCutter } = gcpAuditLog;
const quoted = JSON.stringify;

function entry(id: string, members: object = {}): string {
  return quoted({
    protoPayload: { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', methodName: 'm' },
    insertId: id,
    resource: { type: 'project', labels: {} },
    timestamp: '2024-05-01T10:00:00Z',
    logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
    ...members,
  });
}

const [a, b] = [entry('a'), entry('b')];
const transparency = entry('t', { protoPayload: undefined, jsonPayload: { reason: [] } });

function message(text: string): object {
  return {
    data: Buffer.from(text).toString('base64'),
    attributes: { 'logging.googleapis.com/timestamp': '2024-05-01T10:00:00Z' },
    messageId: '1',
    publishTime: '2024-05-01T10:00:01Z',
  };
}

const containers: [what: string, text: string, records: string[]][] = [
  ['object of a log sink, one entry a line', `${a}\n${b}\n`, [a, b]],
  ['the same with line ends of Windows', `${a}\r\n${b}\r\n`, [a, b]],
  ['single entry', a, [a]],
  ['indented entry', quoted(JSON.parse(a), undefined, 2), [quoted(JSON.parse(a), undefined, 2)]],
  ['array: gcloud logging read --format=json', `[${a},\n${b}]`, [a, b]],
  ['answer of the Logging API', `{"entries":[${a},${b}],"nextPageToken":"x"}`, [a, b]],
  ['Pub/Sub push', quoted({ message: message(a), subscription: 'projects/p/subscriptions/s' }), [a]],
  [
    'Pub/Sub pull',
    quoted({ receivedMessages: [a, b].map((text) => ({ ackId: 'x', message: message(text) })) }),
    [a, b],
  ],
  ['Pub/Sub message', quoted(message(a)), [a]],
  [
    'Pub/Sub message of compressed data',
    quoted({ message: { ...message(''), data: gzipSync(a).toString('base64') } }),
    [a],
  ],
  ['event of Eventarc', `{"specversion":"1.0","type":"google.cloud.audit.log.v1.written","data":${a}}`, [a]],
  ['entry without audit log', transparency, [transparency]],
];

describe('objects with log entries', () => {
  it.each(containers)('%s', (_what, text, records) => {
    expect(cutText(createCutter, text)).toMatchObject({ records, skips: [] });
  });

  it.each(containers)('is recognised: %s', (_what, text, records) => {
    const { sources, ...cut } = cutText(createRecognisingCutter, text);
    expect(cut).toEqual({ records, skips: [] });
    expect(new Set(sources)).toEqual(new Set(['gcp_auditlog']));
  });
});

describe('strict mode', () => {
  it.each<[what: string, text: string, records: string[]]>([
    ['takes lines as they are', `${a}\noops\n [${b}]\n`, [a, 'oops', ` [${b}]`]],
    ['takes envelopes for events', quoted({ message: message(a) }), [quoted({ message: message(a) })]],
  ])('%s', (_what, text, records) => {
    expect(cutText(createCutter, text, { compatibility: 'strict' })).toMatchObject({ records, skips: [] });
  });

  it('skips a line above the limit and goes on', () => {
    const options = { compatibility: 'strict', maxRecordBytes: 400 } as const;
    const cut = cutText(createCutter, `${entry('l', { pad: 'p'.repeat(400) })}\n${a}\n`, options);
    expect(cut).toMatchObject({ records: [a], skips: ['too-large'] });
  });
});

describe('what is no entry', () => {
  it.each<[what: string, text: string, skips: string[]]>([
    ['scalar', '1', ['not-a-record']],
    ['damaged line', `oops\n${a}`, ['not-json']],
    ['message that is not base64', quoted({ message: { data: '%', messageId: '1' } }), ['bad-encoding']],
    ['arrays without end', '['.repeat(200) + a + ']'.repeat(200), ['too-deep']],
  ])('%s', (_what, text, skips) => {
    expect(cutText(createCutter, text).skips).toEqual(skips);
  });
});

describe('event time', () => {
  function timeOf(members: object, compatibility: Compatibility): bigint | undefined {
    let time: bigint | undefined;
    const cutter = createCutter({
      compatibility,
      maxRecordBytes: 10_000,
      receivedNs: 7n,
      receiver: { record: ({ timestampNs }) => void (time = timestampNs), skip: () => undefined },
    });
    cutter.write(Buffer.from(entry('a', members)));
    cutter.end();
    return time;
  }

  it.each<[members: object, fixed: bigint]>([
    [{ timestamp: '1970-01-01T00:00:01.000000002Z' }, 1_000_000_002n],
    [{ timestamp: undefined, receiveTimestamp: '1970-01-01T00:00:02Z' }, 2_000_000_000n],
    [{ timestamp: '0000-00-00T00:00:00.000Z', receiveTimestamp: 1 }, 7n],
    [{ timestamp: undefined }, 7n],
  ])('of %j is that of reception in strict mode only (defect G5)', (members, fixed) => {
    expect([timeOf(members, 'strict'), timeOf(members, 'fixed')]).toEqual([7n, fixed]);
  });
});

it.each<[members: object, identity: string | undefined]>([
  [{ logName: 'l', timestamp: 't', insertId: 'i' }, 'l t i'],
  [{ insertId: 'i' }, '  i'],
  [{ logName: 'l', timestamp: 't' }, undefined],
])('identity of %j', (members, identity) => {
  const root = parseJson(Buffer.from(quoted(members)));
  const { paths, read } = gcpAuditLog.identity;
  expect(read(paths.map((path) => root && findPath(root, path)))).toBe(identity);
});
