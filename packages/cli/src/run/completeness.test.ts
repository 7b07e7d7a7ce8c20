import { describe, expect, it } from 'vitest';
import type { IngestObject, ObjectReport } from '@windhover/pipeline';
import { createCompleteness } from './completeness.ts';

const object = (name: string): IngestObject => ({
  origin: { ingest: 'aws_sqs', name },
  bytes: Buffer.from(''),
  ack: async () => undefined,
  nack: async () => undefined,
});
const logFile = (time: string, account = '111122223333', region = 'us-east-1'): IngestObject =>
  object(`s3://trail/AWSLogs/${account}_x/${account}_CloudTrail_${region}_${time}Z_abc.json.gz`);
const report = (fields: Partial<ObjectReport> = {}): ObjectReport => ({
  bytes: 1,
  inflatedBytes: 1,
  records: 2,
  skips: {},
  alerts: {},
  ...fields,
});

/** What is said after these objects. */
function describeAfter(...noted: readonly (readonly [IngestObject, ObjectReport])[]) {
  const completeness = createCompleteness();
  for (const [item, itsReport] of noted) completeness.note(item, itsReport, 0);
  return completeness.describe();
}

describe('completeness', () => {
  it('counts objects and records by account and region', () => {
    expect(
      describeAfter(
        [logFile('20261124T1005'), report()],
        [logFile('20261124T1000'), report()],
        [logFile('20261124T1000', '444455556666'), report()],
        [object('s3://trail/other.json'), report()],
      ),
    ).toEqual({
      unread: { records: 0, objects: 0 },
      places: [
        {
          account: '111122223333',
          region: 'us-east-1',
          objects: 2,
          records: 4,
          newest_object: '2026-11-24T10:05Z',
          last_seen: '1970-01-01T00:00:00.000Z',
          gaps: [],
        },
        expect.objectContaining({ account: '444455556666', objects: 1 }),
      ],
    });
  });

  it('names hours without an object, in whatever order objects come', () => {
    const times = ['20261124T1510', '20261124T1000', '20261124T1159', '20261124T1600'];
    const said = describeAfter(...times.map((time) => [logFile(time), report()] as const));
    expect(said).toMatchObject({
      places: [{ gaps: [{ from: '2026-11-24T12:00Z', to: '2026-11-24T15:00Z' }] }],
    });
  });

  it('counts what could not be read', () => {
    const skip = { reason: 'not-json' };
    expect(
      describeAfter(
        [object('a'), report({ skips: { 'not-json': { count: 3, first: skip } } })],
        [object('b'), report({ damage: { reason: 'damaged-gzip' } })],
      ),
    ).toMatchObject({ unread: { records: 3, objects: 1 } });
  });
});
