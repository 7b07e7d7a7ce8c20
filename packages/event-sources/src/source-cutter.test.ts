import { expect, it } from 'vitest';
import { awsCloudTrail } from './aws-cloudtrail/source.ts';
import { azurePlatformLogs } from './azure-platformlogs/source.ts';
import type { CutterOptions, RecordCutter } from './event-source.ts';
import { cutText } from './cut-for-test.ts';
import { createSourceCutter } from './source-cutter.ts';

const record =
  '{"eventVersion":"1.08","eventTime":"2024-05-01T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetThing","eventType":"AwsApiCall"}';
const asAzure = (options: CutterOptions): RecordCutter => createSourceCutter(azurePlatformLogs, options);
const asCloudTrail = (options: CutterOptions): RecordCutter => createSourceCutter(awsCloudTrail, options);

it.each(['strict', 'fixed'] as const)(
  'tells when an object belongs to another source, in %s',
  (compatibility) => {
    const { records, skips } = cutText(asAzure, `{"Records":[${record},${record}]}`, { compatibility });
    expect(records).toEqual([]);
    expect(skips.at(-1)).toBe('wrong-source');
  },
);

it.each(['strict', 'fixed'] as const)(
  'says nothing of objects that fit or that nobody knows, in %s',
  (compatibility) => {
    expect(cutText(asCloudTrail, `{"Records":[${record}]}`, { compatibility })).toMatchObject({
      records: [record],
      skips: [],
    });
    expect(cutText(asCloudTrail, '{"Records":[]}', { compatibility })).toMatchObject({
      records: [],
      skips: [],
    });
    expect(cutText(asCloudTrail, 'Hello', { compatibility }).skips).not.toContain('wrong-source');
  },
);
