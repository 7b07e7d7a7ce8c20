import { describe, expect, it } from 'vitest';
import { cutText, deflateText } from './cut-for-test.ts';
import { createRecognisingCutter, recogniseSource } from './recognise-source.ts';

const cloudTrail = JSON.stringify({
  eventVersion: '1.08',
  eventTime: '2024-05-01T10:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetThing',
  eventType: 'AwsApiCall',
  userIdentity: { type: 'Root' },
});
const logEvents = JSON.stringify({
  messageType: 'DATA_MESSAGE',
  logEvents: [{ id: '1', timestamp: 1, message: cloudTrail }],
});

describe('recogniseSource', () => {
  it.each<[what: string, sample: string, source: string, container: string]>([
    ['a log file', `{"Records":[${cloudTrail}]}`, 'aws_cloudtrail', 'Records'],
    [
      'the start of a log file',
      `{"Records":[${cloudTrail},${cloudTrail},{"eventVersion":"1.0`,
      'aws_cloudtrail',
      'Records',
    ],
    ['an array', `[${cloudTrail}]`, 'aws_cloudtrail', 'array'],
    ['lines', `${cloudTrail}\n${cloudTrail}`, 'aws_cloudtrail', 'values'],
    ['lines among text', `start\n${cloudTrail}\n{"x":1}\n`, 'aws_cloudtrail', 'values'],
    [
      'EventBridge',
      `{"detail-type":"AWS API Call via CloudTrail","detail":${cloudTrail}}`,
      'aws_cloudtrail',
      'eventbridge',
    ],
    ['CloudWatch Logs', logEvents, 'aws_cloudtrail', 'cloudwatch-logs'],
    ['CloudWatch Logs data', deflateText(logEvents), 'aws_cloudtrail', 'cloudwatch-logs'],
    [
      'lookup-events',
      `{"Events":[{"CloudTrailEvent":${JSON.stringify(cloudTrail)}}]}`,
      'aws_cloudtrail',
      'lookup-events',
    ],
    ['a digest', '{"digestS3Object":"x","logFiles":[]}', 'aws_cloudtrail', 'digest'],
  ])('knows %s', (_what, sample, source, container) => {
    const recognised = recogniseSource(Buffer.from(sample));
    expect(recognised?.source.name).toBe(source);
    expect(recognised?.container).toBe(container);
  });

  it.each(['', 'Hello', '{"a":1}', '[1,2]', '{"Records":[]}', '\x1f\x8b\b\0'])(
    'does not know %j',
    (sample) => {
      expect(recogniseSource(Buffer.from(sample, 'latin1'))).toBeUndefined();
    },
  );
});

describe('createRecognisingCutter', () => {
  it('opens each unit by the source that knows it', () => {
    const text = `${cloudTrail}\n{"what":"else"}\n${JSON.stringify({ Type: 'Notification', Message: cloudTrail })}\n${deflateText(logEvents)}\n`;
    const cut = cutText(createRecognisingCutter, text);
    expect(cut.records).toEqual([cloudTrail, cloudTrail, cloudTrail]);
    expect(new Set(cut.sources)).toEqual(new Set(['aws_cloudtrail']));
    expect(cut.skips).toEqual(['unknown-format']);
  });
});
