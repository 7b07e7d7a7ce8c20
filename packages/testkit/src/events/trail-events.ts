// CloudTrail records and log files to order, for tests that need some and do not care which.

import { gzipSync } from 'node:zlib';

/** Members that a test cares about; the others are made up. */
export type TrailRecord = Readonly<Record<string, unknown>>;

/** A record as CloudTrail writes it. The number makes it different from others: its id and its time depend on it. */
export function createTrailRecord(number: number, members: TrailRecord = {}): TrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::123456789012:user/alice',
      accountId: '123456789012',
      userName: 'alice',
    },
    eventTime: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString().replace('.000', ''),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'aws-cli/2.0',
    requestID: createId(number, 'a'),
    eventID: createId(number, 'b'),
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    eventCategory: 'Management',
    ...members,
  };
}

/** A log file with these records, compressed as CloudTrail delivers it. */
export function createTrailFile(records: readonly TrailRecord[]): Buffer {
  return gzipSync(JSON.stringify({ Records: records }));
}

/** The key of a log file, spec/sources-aws.md §6.6. `time` is `YYYY-MM-DDTHH:MM`. */
export function nameTrailFile(
  place: { readonly prefix?: string; readonly account?: string; readonly region?: string },
  time: string,
  unique = 'AbCdEfGhIjKlMnOp',
): string {
  const { prefix = '', account = '123456789012', region = 'us-east-1' } = place;
  const day = time.slice(0, 10).replaceAll('-', '/');
  const stamp = `${time.replace(/[-:]/g, '')}Z`;
  const name = `${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
  return `${prefix}AWSLogs/${account}/CloudTrail/${region}/${day}/${name}`;
}

function createId(number: number, kind: string): string {
  return `00000000-0000-4000-${kind}000-${number.toString(16).padStart(12, '0')}`;
}
