import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMessage } from './open-message.ts';

const wrap = (message: string): string =>
  JSON.stringify({ Type: 'Notification', MessageId: '1', Message: message });
const s3Record = (bucket: string, key: string, more: object = {}): object => ({
  eventSource: 'aws:s3',
  eventName: 'ObjectCreated:Put',
  awsRegion: 'eu-west-1',
  s3: { bucket: { name: bucket }, object: { key, size: 7, ...more } },
});
const s3Event = JSON.stringify({
  Records: [s3Record('b', 'a+b/c%2Bd%C3%BC.json.gz'), s3Record('c', '100%.json', { versionId: 'v' })],
});
const s3Objects = [
  { bucket: 'b', key: 'a b/c+dü.json.gz', region: 'eu-west-1', size: 7 },
  { bucket: 'c', key: '100%.json', region: 'eu-west-1', size: 7, versionId: 'v' },
];
const trailEvent = JSON.stringify({
  s3Bucket: 'b',
  s3ObjectKey: ['a+b.json.gz', 'x/CloudTrail-Digest/y.json.gz'],
});
const bridgeEvent = JSON.stringify({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  region: 'eu-west-1',
  detail: { bucket: { name: 'b' }, object: { key: 'a+b.json', size: 7 } },
});
const trailRecord = '{"eventVersion":"1.11","eventName":"X"}';
const bridgeRecord = `{"detail-type":"AWS API Call via CloudTrail","detail":${trailRecord}}`;

describe('openMessage', () => {
  it.each([
    ["S3's notification, raw", s3Event, s3Objects],
    ["S3's notification through SNS", wrap(s3Event), s3Objects],
    [
      "CloudTrail's notification, without the digest",
      wrap(trailEvent),
      [{ bucket: 'b', key: 'a+b.json.gz' }],
    ],
    ["CloudTrail's notification with raw delivery", trailEvent, [{ bucket: 'b', key: 'a+b.json.gz' }]],
    ['EventBridge', bridgeEvent, [{ bucket: 'b', key: 'a+b.json', region: 'eu-west-1', size: 7 }]],
    [
      'EventBridge through SNS',
      wrap(bridgeEvent),
      [{ bucket: 'b', key: 'a+b.json', region: 'eu-west-1', size: 7 }],
    ],
  ])('finds the objects of %s', (_, body, objects) => {
    expect(openMessage(body)).toEqual({ kind: 'objects', objects });
  });

  it.each([
    ['a record', trailRecord, trailRecord],
    ['a record through SNS', wrap(trailRecord), trailRecord],
    ['records', `{"Records":[${trailRecord}]}`, `{"Records":[${trailRecord}]}`],
    ['a record from EventBridge', bridgeRecord, bridgeRecord],
    ['no JSON', 'hello', 'hello'],
    ['a notification without a message', '{"Type":"Notification"}', '{"Type":"Notification"}'],
    ['a half record of S3', '{"Records":[{"s3":{}},{}]}', '{"Records":[{"s3":{}},{}]}'],
  ])('leaves %s to the event sources', (_, body, text) => {
    expect(openMessage(body)).toEqual({ kind: 'records', text });
  });

  it.each([
    ['s3-test-event', '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}'],
    ['s3-test-event', wrap('{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}')],
    ['sns-confirmation', '{"Type":"SubscriptionConfirmation","Message":"x"}'],
    [
      'no-log-file',
      JSON.stringify({ Records: [{ ...s3Record('b', 'k'), eventName: 'ObjectRemoved:Delete' }] }),
    ],
    ['no-log-file', '{"source":"aws.s3","detail-type":"Object Deleted","detail":{}}'],
    ['no-log-file', JSON.stringify({ s3Bucket: 'b', s3ObjectKey: ['x/CloudTrail-Digest/y.json.gz'] })],
  ])('has nothing to do: %s', (reason, body) => {
    expect(openMessage(body)).toEqual({ kind: 'nothing', reason });
  });

  it('does not follow envelopes for ever', () => {
    let body = trailRecord;
    for (let depth = 0; depth < 10; depth++) body = wrap(body);
    expect(openMessage(body).kind).toBe('records');
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => void openMessage(body)));
  });
});
