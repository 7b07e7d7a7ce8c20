import { describe, expect, it } from 'vitest';
import { cutText, deflateText } from '../cut-for-test.ts';
import { awsCloudTrail } from './source.ts';

const { createCutter } = awsCloudTrail;

function record(id: string, members: object = {}): string {
  return JSON.stringify({
    eventVersion: '1.08',
    userIdentity: { type: 'IAMUser' },
    eventTime: '2024-05-01T10:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetThing',
    eventType: 'AwsApiCall',
    eventID: id,
    ...members,
  });
}

const [a, b] = [record('a'), record('b')];
const cloudWatch = (messages: string[], messageType = 'DATA_MESSAGE'): string =>
  JSON.stringify({
    messageType,
    logGroup: 'g',
    logEvents: messages.map((message) => ({ id: '1', timestamp: 1, message })),
  });
const quoted = JSON.stringify;

describe('objects with CloudTrail records', () => {
  it.each<[what: string, text: string, records: string[]]>([
    ['log file', `{"Records":[${a},${b}]}`, [a, b]],
    ['log file with lower-case member', `{"records":[${a}]}`, [a]],
    ['log file without records', '{"Records":[]}', []],
    ['log file with null records', '{"Records":null}', []],
    ['bare array', `[${a},${b}]`, [a, b]],
    ['JSON Lines', `${a}\n${b}\n`, [a, b]],
    ['single record', a, [a]],
    ['array of log files', `[{"Records":[${a}]},{"Records":[${b}]}]`, [a, b]],
    ['EventBridge event', `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":${a}}`, [a]],
    [
      'EventBridge events, one a line',
      [a, b]
        .map((each) => `{"detail-type":"AWS Console Sign In via CloudTrail","detail":${each}}`)
        .join('\n'),
      [a, b],
    ],
    ['CloudWatch Logs subscription', cloudWatch([a, b]), [a, b]],
    ['CloudWatch Logs subscription, base64 of gzip', deflateText(cloudWatch([a, b])), [a, b]],
    ['CloudWatch Logs event of Lambda', `{"awslogs":{"data":"${deflateText(cloudWatch([a]))}"}}`, [a]],
    [
      'Kinesis event of Lambda',
      `{"Records":[{"kinesis":{"data":"${deflateText(cloudWatch([a]))}"},"eventSource":"aws:kinesis"}]}`,
      [a],
    ],
    ['Firehose event', `{"records":[{"recordId":"1","data":"${Buffer.from(a).toString('base64')}"}]}`, [a]],
    [
      'CloudWatch get-log-events',
      `{"events":[{"timestamp":1,"message":${quoted(a)},"ingestionTime":2}]}`,
      [a],
    ],
    [
      'lookup-events',
      `{"Events":[{"EventId":"a","CloudTrailEvent":${quoted(a)}},{"CloudTrailEvent":${quoted(b)}}]}`,
      [a, b],
    ],
    ['texts of lookup-events', `[${quoted(a)},${quoted(b)}]`, [a, b]],
    [
      'Lake query rows',
      `{"QueryResultRows":[[{"x":"1"},{"eventJson":${quoted(a)}}],[{"eventJson":${quoted(b)}}]]}`,
      [a, b],
    ],
    ['Lake export lines', `{"eventJson":${quoted(a)}}\n{"eventData":${quoted(b)}}`, [a, b]],
    ['SNS message with a record', `{"Type":"Notification","Message":${quoted(a)}}`, [a]],
    [
      'SQS messages of Lambda',
      `{"Records":[{"messageId":"1","body":${quoted(a)},"eventSource":"aws:sqs"}]}`,
      [a],
    ],
    [
      'record without eventType',
      record('c', { eventType: undefined }),
      [record('c', { eventType: undefined })],
    ],
    [
      'record with spaces and a nested container',
      `{"eventVersion":"1","eventTime":"2024-05-01T10:00:00Z", "eventName":"x","eventSource":"y","Records":[1]}`,
      [
        `{"eventVersion":"1","eventTime":"2024-05-01T10:00:00Z", "eventName":"x","eventSource":"y","Records":[1]}`,
      ],
    ],
  ])('%s', (_what, text, records) =>
    expect(cutText(createCutter, text)).toMatchObject({ records, skips: [] }),
  );

  it.each<[what: string, text: string, records: string[], skips: string[]]>([
    [
      'control message',
      cloudWatch(['CWL CONTROL MESSAGE: Checking health of destination'], 'CONTROL_MESSAGE'),
      [],
      ['control-message'],
    ],
    ['digest file', '{"digestS3Object":"x","logFiles":[{"s3Bucket":"b"}]}', [], ['digest']],
    ['Insight', `{"Records":[${record('i', { eventType: 'AwsCloudTrailInsight' })},${a}]}`, [a], ['insight']],
    ['notification of CloudTrail', '{"s3Bucket":"b","s3ObjectKey":["k"]}', [], ['notification']],
    [
      'notification of S3',
      '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{}}]}',
      [],
      ['notification'],
    ],
    ['other EventBridge event', '{"detail-type":"Object Created","detail":{}}', [], ['other-event']],
    ['record without eventTime', record('n', { eventTime: undefined }), [], ['no-event-time']],
    ['record with a bad eventTime', record('n', { eventTime: 'yesterday' }), [], ['bad-event-time']],
    ['record with a numeric eventType', record('n', { eventType: 1 }), [], ['no-event-type']],
    [
      'things that are no records',
      `{"Records":[1,null,"x",${a}]}`,
      [a],
      ['not-a-record', 'not-a-record', 'not-json'],
    ],
    ['text', `Hello\n${a}`, [a], ['not-json']],
    ['damage in the middle', `{"Records":[${a},{"x":tru},${b}]}`, [a, b], ['not-json']],
    ['damaged gzip', `{"awslogs":{"data":"${deflateText(a).slice(0, 40)}"}}`, [], ['bad-encoding']],
    ['truncated file', `{"Records":[${a},{"eventVersion"`, [a], ['truncated']],
    [
      'Kubernetes audit',
      '{"kind":"Event","auditID":"x","stageTimestamp":"2024-05-01T10:00:00Z"}',
      [],
      ['no-event-time'],
    ],
    ['deep nesting', `{"Records":[{"x":${'['.repeat(301)}${']'.repeat(301)}},${a}]}`, [a], ['not-json']],
  ])('counts what it passes over: %s', (_what, text, records, skips) => {
    expect(cutText(createCutter, text)).toMatchObject({ records, skips });
  });

  it('skips records that are too large', () => {
    const large = record('l', { x: 'x'.repeat(1000) });
    const options = { maxRecordBytes: 1000 };
    expect(cutText(createCutter, `{"Records":[${large},${a}]}`, options)).toMatchObject({
      records: [a],
      skips: ['too-large'],
    });
  });

  it('opens no endless lists', () => {
    expect(cutText(createCutter, `[[[[${a}]]]]`)).toMatchObject({ records: [a], skips: [] });
    expect(cutText(createCutter, `${'['.repeat(100)}${a}${']'.repeat(100)}`)).toMatchObject({
      records: [],
      skips: ['not-a-record'],
    });
  });

  it('opens no endless envelopes', () => {
    let text = a;
    for (let depth = 0; depth < 8; depth++) text = JSON.stringify({ Type: 'Notification', Message: text });
    expect(cutText(createCutter, text)).toMatchObject({ records: [], skips: ['too-deep'] });
  });

  it('leaves admission to the receiver when asked to', () => {
    const text = '{"eventVersion":"1"}';
    expect(cutText(createCutter, text, { deferAdmission: true })).toMatchObject({
      records: [text],
      skips: [],
    });
  });

  it('cuts as Falco does in strict', () => {
    const strict = { compatibility: 'strict' } as const;
    expect(cutText(createCutter, `{"Records":[${a},{"x":tru},${b}]}`, strict)).toMatchObject({
      records: [a, b],
      skips: ['not-json'],
    });
    expect(cutText(createCutter, `[${a}]`, strict)).toMatchObject({ records: [], skips: ['no-event-time'] });
    expect(cutText(createCutter, `{"x":${a},"y":{"z":${b}}}`, strict)).toMatchObject({
      records: [a],
      skips: ['no-event-time'],
    });
    expect(
      cutText(createCutter, `{"Records":[${record('c', { eventType: undefined })}]}`, strict).skips,
    ).toEqual(['no-event-type']);
  });
});
