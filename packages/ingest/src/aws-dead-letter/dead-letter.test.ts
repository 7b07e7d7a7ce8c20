import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createDirectoryDeadLetter, type DeadLetter, type DeadLetterEntry } from '@windhover/pipeline';
import {
  createAlert,
  createClientOptions,
  createFaultScript,
  createVirtualClock,
  startAws,
} from '@windhover/testkit';
import { describe, expect, it } from 'vitest';
import { createS3DeadLetter } from './s3-dead-letter.ts';
import { createSqsDeadLetter } from './sqs-dead-letter.ts';

const entry: DeadLetterEntry = {
  origin: { ingest: 'aws_sqs', name: 's3://b/k' },
  reason: 'damaged-gzip',
  detail: 'wrong checksum',
  timeMs: Date.parse('2026-11-24T10:00:00Z'),
  skips: { 'not-json': 2 },
  bytes: Buffer.from('abc'),
  alerts: [createAlert('x')],
};
const rendered = {
  time: '2026-11-24T10:00:00.000Z',
  reason: 'damaged-gzip',
  detail: 'wrong checksum',
  origin: entry.origin,
  skips: { 'not-json': 2 },
  bytes: 'YWJj',
  alerts: [{ id: 'x', json: '{"output":"x"}' }],
};

interface Opened {
  readonly deadLetter: DeadLetter;
  read(): string[];
  close(): Promise<void>;
}

const retryOptions = { clock: createVirtualClock(0, { isEager: true }) };

async function openSqs(): Promise<Opened> {
  const aws = await startAws();
  const client = new SQSClient(createClientOptions(aws.sqs));
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'dead' }));
  aws.sqs.setFaults(createFaultScript({ SendMessage: [{ kind: 'status', status: 503 }] }));
  return {
    deadLetter: createSqsDeadLetter(client, QueueUrl!, retryOptions),
    read: () => aws.sqs.queues.get('dead')!.peek(),
    close: async () => (client.destroy(), aws.close()),
  };
}

async function openS3(): Promise<Opened> {
  const aws = await startAws();
  const client = new S3Client(createClientOptions(aws.s3));
  await client.send(new CreateBucketCommand({ Bucket: 'b' }));
  aws.s3.setFaults(createFaultScript({ PutObject: [{ kind: 'reset' }] }));
  const list = () => aws.s3.buckets.get('b')!.list('dead/2026-11-24/damaged-gzip-', '', '', 1000).objects;
  return {
    deadLetter: createS3DeadLetter(client, { bucket: 'b', prefix: 'dead' }, retryOptions),
    read: () => list().map(({ bytes }) => bytes.toString()),
    close: async () => (client.destroy(), aws.close()),
  };
}

async function openDirectory(): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-dead-'));
  const place = join(directory, 'deep/dead');
  return {
    deadLetter: createDirectoryDeadLetter(place),
    read: () => readdirSync(place).map((name) => readFileSync(join(place, name), 'utf8')),
    close: async () => rmSync(directory, { recursive: true }),
  };
}

describe.each([
  ['a queue', openSqs, false],
  ['a prefix in S3', openS3, true],
  ['a directory', openDirectory, true],
])('dead letter in %s', (_, open, isNamed) => {
  it('keeps all that is known of an entry', async () => {
    const { deadLetter, read, close } = await open();
    await deadLetter.put(entry);
    expect(read().map((text) => JSON.parse(text))).toEqual([rendered]);
    await close();
  });

  it.runIf(isNamed)('keeps the same failure once and others beside it', async () => {
    const { deadLetter, read, close } = await open();
    await deadLetter.put(entry);
    await deadLetter.put(entry);
    await deadLetter.put({ ...entry, origin: { ...entry.origin, name: 's3://b/other' } });
    expect(read()).toHaveLength(2);
    await close();
  });

  it.skipIf(isNamed)('leaves out bytes that do not fit', async () => {
    const { deadLetter, read, close } = await open();
    await deadLetter.put({ ...entry, bytes: Buffer.alloc(300_000) });
    const { bytes: __, alerts: ___, ...rest } = rendered;
    expect(read().map((text) => JSON.parse(text))).toEqual([rest]);
    await close();
  });
});
