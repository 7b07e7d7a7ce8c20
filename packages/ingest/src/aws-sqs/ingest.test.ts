import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { IngestObject } from '@windhover/pipeline';
import {
  createClientOptions,
  createFaultScript,
  createVirtualClock,
  startAws,
  type LoopbackAws,
  type VirtualClock,
} from '@windhover/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqsIngestConfig } from './config.ts';
import { createSqsIngest } from './ingest.ts';

let clock: VirtualClock;
let aws: LoopbackAws;
let sqs: SQSClient;
let s3: S3Client;
let stop: AbortController;
beforeEach(async () => {
  clock = createVirtualClock();
  aws = await startAws(clock);
  sqs = new SQSClient(createClientOptions(aws.sqs));
  s3 = new S3Client(createClientOptions(aws.s3));
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  sqs.destroy();
  s3.destroy();
  await aws.close();
});

const queueUrl = (): string => `${aws.sqs.url}/123456789012/q`;
const counts = () => aws.sqs.queues.get('q')!.count();
const eager = createVirtualClock(0, { isEager: true });

async function createQueue(attributes: Record<string, string> = {}): Promise<void> {
  await sqs.send(
    new CreateQueueCommand({ QueueName: 'q', Attributes: { VisibilityTimeout: '120', ...attributes } }),
  );
}

async function send(...bodies: unknown[]): Promise<void> {
  for (const body of bodies) {
    const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody }));
  }
}

function read(config: Partial<SqsIngestConfig> = {}): AsyncIterator<IngestObject> {
  const ingest = createSqsIngest(
    { sqs, s3For: () => s3 },
    { queue: { name: 'q' }, pollers: 1, clock, retry: { clock: eager }, ...config },
  );
  return ingest.read(stop.signal)[Symbol.asyncIterator]();
}

async function take(objects: AsyncIterator<IngestObject>): Promise<IngestObject> {
  const { value, done } = await objects.next();
  if (done === true) throw new Error('no more objects');
  return value;
}

async function readText({ bytes }: IngestObject): Promise<string> {
  if (bytes instanceof Uint8Array) return Buffer.from(bytes).toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const trail = (...keys: string[]): object => ({ s3Bucket: 'b', s3ObjectKey: keys });
const idle = { visible: 0, inFlight: 0, delayed: 0 };

describe('aws_sqs ingest', () => {
  it('follows a notification to the new object and deletes the message when it is acknowledged', async () => {
    await createQueue();
    await s3.send(new CreateBucketCommand({ Bucket: 'b' }));
    const QueueConfigurations = [
      { QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q', Events: ['s3:ObjectCreated:*' as const] },
    ];
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: 'b',
        NotificationConfiguration: { QueueConfigurations },
      }),
    );
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'a b+c.json', Body: 'content' }));
    const object = await take(read());
    expect(object.origin.name).toBe('s3://b/a b+c.json');
    expect(await readText(object)).toBe('content');
    expect(counts()).toEqual({ ...idle, inFlight: 1 });
    await object.ack();
    expect(counts()).toEqual(idle);
  });

  it('brings records that stand in a message', async () => {
    await createQueue();
    await send({ Type: 'Notification', Message: '{"eventName":"X"}' });
    const object = await take(read({ sourceName: 'aws_cloudtrail' }));
    expect([await readText(object), object.sourceName]).toEqual(['{"eventName":"X"}', 'aws_cloudtrail']);
    expect(object.origin.name).toMatch(/\/q#/);
  });

  it('leaves messages in the queue when it is told to: they come again when they are visible', async () => {
    await createQueue();
    await send(trail('1'));
    const objects = read({ deletesMessages: false });
    await (await take(objects)).ack();
    expect(counts()).toEqual({ ...idle, inFlight: 1 });
    const again = take(objects);
    await clock.advance(121_000);
    expect((await again).delivery?.attempt).toBe(2);
  });

  it('tells how long messages waited, and how many are there', async () => {
    await createQueue();
    await send(trail('1'), trail('2'));
    await clock.advance(5000);
    const [ages, depths]: [unknown[], unknown[]] = [[], []];
    const objects = read({
      maxMessages: 1,
      onMessage: (ageMs, queue) => void ages.push([ageMs, queue]),
      onDepth: (depth, queue) => void depths.push([depth, queue]),
    });
    await (await take(objects)).ack();
    await take(objects);
    expect(ages).toEqual([
      [5000, 'q'],
      [5000, 'q'],
    ]);
    await clock.advance(30_000);
    expect(depths.at(-1)).toEqual([{ visible: 0, in_flight: 1, delayed: 0 }, 'q']);
  });

  it('deletes a message after all of its objects only', async () => {
    await createQueue();
    await send(trail('1', '2'));
    const objects = read();
    const first = await take(objects);
    const second = await take(objects);
    await first.ack();
    expect(counts()).toEqual({ ...idle, inFlight: 1 });
    await second.ack();
    expect(counts()).toEqual(idle);
  });

  it('lets a message come back, later each time, when one of its objects failed', async () => {
    await createQueue();
    await send(trail('1', '2'));
    const objects = read();
    for (const seconds of [10, 20, 40]) {
      await (await take(objects)).nack(new Error('no'));
      await (await take(objects)).ack();
      expect(counts()).toEqual({ ...idle, inFlight: 1 });
      await clock.advance(seconds * 1000 - 1);
      expect(counts()).toEqual({ ...idle, inFlight: 1 });
      await clock.advance(1);
    }
  });

  it('keeps messages hidden as long as they are in work', async () => {
    await createQueue();
    await send(trail('1'));
    const object = await take(read({ visibilitySeconds: 30 }));
    for (let minute = 0; minute < 30; minute++) {
      await clock.advance(10_000);
      await expect
        .poll(() => aws.sqs.counts.get('ChangeMessageVisibilityBatch') ?? 0)
        .toBeGreaterThan(minute);
    }
    expect(counts()).toEqual({ ...idle, inFlight: 1 });
    await object.ack();
    expect(counts()).toEqual(idle);
  });

  it('works once on a message that is delivered twice at the same time', async () => {
    await createQueue();
    aws.sqs.setFaults(createFaultScript({ Delivery: [{ kind: 'duplicate' }] }));
    await send(trail('1'), trail('2'));
    const objects = read({ maxMessages: 1 });
    const first = await take(objects);
    const second = await take(objects);
    expect([first, second].map(({ origin }) => origin.name)).toEqual(['s3://b/1', 's3://b/2']);
    await first.ack();
    await second.ack();
    expect(counts()).toEqual(idle);
  });

  it('deletes again what a batch failed to delete', async () => {
    await createQueue();
    aws.sqs.setFaults(
      createFaultScript({
        DeleteMessageBatchEntry: [undefined, { kind: 'fail-entry' }],
        DeleteMessageBatch: [{ kind: 'status', status: 503 }, { kind: 'drop' }],
      }),
    );
    await send(trail('1'), trail('2'), trail('3'));
    const objects = read();
    const taken = [await take(objects), await take(objects), await take(objects)];
    await Promise.all(taken.map((object) => object.ack()));
    expect(counts()).toEqual(idle);
  });

  it('deletes test messages and confirmations without a word', async () => {
    await createQueue();
    await send({ Event: 's3:TestEvent' }, { Type: 'SubscriptionConfirmation' }, trail('1'));
    await (await take(read())).ack();
    expect(counts()).toEqual(idle);
  });

  it('says when an attempt is the last, unless the queue has a dead-letter queue', async () => {
    await createQueue();
    await send(trail('1'));
    const objects = read({ maxReceiveCount: 2 });
    const first = await take(objects);
    expect(first.delivery).toEqual({ attempt: 1, isLast: false });
    await first.nack(new Error('no'));
    await clock.advance(10_000);
    expect((await take(objects)).delivery).toEqual({ attempt: 2, isLast: true });
  });

  it('leaves giving up to the queue that can', async () => {
    await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:123456789012:dead';
    await createQueue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }) });
    await send(trail('1'));
    expect((await take(read({ maxReceiveCount: 1 }))).delivery?.isLast).toBe(false);
  });

  it('goes on when receiving fails for a while', async () => {
    await createQueue();
    await send(trail('1'));
    aws.sqs.setFaults(
      createFaultScript({
        ReceiveMessage: [{ kind: 'reset' }, { kind: 'status', status: 500 }, { kind: 'status', status: 429 }],
      }),
    );
    expect((await take(read())).origin.name).toBe('s3://b/1');
  });

  it('fails when there is no such queue', async () => {
    await expect(read({ queue: { name: 'none' } }).next()).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  it('ends when it is told to and releases what nobody took', async () => {
    await createQueue();
    await send(trail('1', '2', '3'));
    const objects = read();
    const first = await take(objects);
    stop.abort();
    for (let next = await objects.next(); next.done !== true; next = await objects.next()) {
      await next.value.nack(new Error('stopped'));
    }
    await first.ack();
    expect(counts()).toEqual({ ...idle, inFlight: 1 });
    await clock.advance(10_000);
    expect(counts()).toEqual({ ...idle, visible: 1 });
  });
});
