// SQS → S3 → pipeline → webhook while everything around it misbehaves: what arrives in the end is what had to, and the
// poison is where it belongs. The same seed gives the same misfortunes.

import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createSqsIngest } from '@windhover/ingest/services';
import {
  createLocalEvaluations,
  defaultReadLimits,
  runPipeline,
  type DeadLetterEntry,
} from '@windhover/pipeline';
import { createHttpSink } from '@windhover/sinks';
import {
  createClientOptions,
  createLineEvaluator,
  createRandom,
  createRandomFaults,
  createVirtualClock,
  startAws,
  startWebhookReceiver,
  type FaultRate,
} from '@windhover/testkit';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const objectCount = 120;
const linesPerObject = 20;

const misfortunes: readonly FaultRate[] = [
  { operation: 'GetObject', fault: { kind: 'status', status: 503 }, rate: 0.2 },
  { operation: 'GetObject', fault: { kind: 'truncate', bytes: 30 }, rate: 0.2 },
  { operation: 'GetObject', fault: { kind: 'reset' }, rate: 0.1 },
  { operation: 'ReceiveMessage', fault: { kind: 'status', status: 500 }, rate: 0.1 },
  { operation: 'ReceiveMessage', fault: { kind: 'drop' }, rate: 0.1 },
  { operation: 'Delivery', fault: { kind: 'duplicate' }, rate: 0.2 },
  { operation: 'DeleteMessageBatch', fault: { kind: 'drop' }, rate: 0.2 },
  { operation: 'DeleteMessageBatchEntry', fault: { kind: 'fail-entry' }, rate: 0.2 },
  { operation: 'ChangeMessageVisibilityBatch', fault: { kind: 'reset' }, rate: 0.2 },
];
const webhookMisfortunes: readonly FaultRate[] = [
  { operation: 'Webhook', fault: { kind: 'status', status: 500 }, rate: 0.3 },
  {
    operation: 'Webhook',
    fault: { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
    rate: 0.1,
  },
  { operation: 'Webhook', fault: { kind: 'drop' }, rate: 0.1 },
];

describe('delivery through SQS, S3 and HTTP', () => {
  it.each([1, 2, 3])('loses nothing and tells nothing else, seed %i', async (seed) => {
    const clock = createVirtualClock(Date.parse('2026-11-24T00:00:00Z'));
    const random = createRandom(seed);
    const aws = await startAws(clock);
    const webhook = await startWebhookReceiver();
    const s3 = new S3Client(createClientOptions(aws.s3));
    const sqs = new SQSClient(createClientOptions(aws.sqs));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
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

    const expected = new Set<string>();
    for (let object = 0; object < objectCount; object++) {
      const lines = Array.from({ length: linesPerObject }, (_, line) => {
        if (random() >= 0.2) return 'nothing';
        expected.add(`${object}-${line}`);
        return `alert ${object}-${line}`;
      });
      await s3.send(
        new PutObjectCommand({ Bucket: 'b', Key: `${object}.json.gz`, Body: gzipSync(lines.join('\n')) }),
      );
    }
    const damaged = gzipSync('nothing\n'.repeat(50));
    damaged[damaged.length - 7]! ^= 1;
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'damaged.json.gz', Body: damaged }));
    const poison = ['bad message', '{"s3Bucket":"b","s3ObjectKey":["gone.json.gz"]}'];
    for (const MessageBody of poison) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    aws.sqs.setFaults(createRandomFaults(seed, misfortunes));
    aws.s3.setFaults(createRandomFaults(seed + 1000, misfortunes));
    webhook.setFaults(createRandomFaults(seed + 2000, webhookMisfortunes));

    const dead = new Map<string, DeadLetterEntry>();
    const evaluator = createLineEvaluator();
    const startWorker = (signal: AbortSignal) =>
      runPipeline({
        ingests: [
          createSqsIngest(
            { sqs, s3For: () => s3 },
            { queue: { url: QueueUrl! }, clock, visibilitySeconds: 60, retry: { random } },
          ),
        ],
        evaluations: createLocalEvaluations(() => evaluator, defaultReadLimits, clock),
        sinks: [{ sink: createWebhookSink(webhook.url, () => clock.nowMs()) }],
        deadLetter: {
          put: async (entry) =>
            void dead.set(`${entry.reason} ${entry.origin.name.replace(/#.*/, '')}`, entry),
          close: async () => undefined,
        },
        signal,
        // Some workers are given no time to finish what they hold.
        drainDeadlineMs: random() < 0.5 ? 0 : 20_000,
        clock,
        random,
      });
    const queue = aws.sqs.queues.get('q')!;
    const isEmpty = (): boolean => Object.values(queue.count()).every((count) => count === 0);
    while (!isEmpty()) {
      const stop = new AbortController();
      const workers = [startWorker(stop.signal), startWorker(stop.signal)];
      const lifeMs = 60_000 + random() * 120_000;
      for (let lived = 0; lived < lifeMs && !isEmpty(); lived += 250) await clock.advance(250);
      stop.abort();
      let isRunning = true;
      void Promise.all(workers).then(() => (isRunning = false));
      while (isRunning) await clock.advance(250);
    }

    const arrived = new Set(
      webhook.received.map(({ body }) => (JSON.parse(body) as { output: string }).output),
    );
    expect([...arrived].sort()).toEqual([...expected].sort());
    expect([...dead.keys()].sort()).toEqual([
      'damaged-gzip s3://b/damaged.json.gz',
      `not-json ${QueueUrl}`,
      'object-gone s3://b/gone.json.gz',
    ]);
    s3.destroy();
    sqs.destroy();
    await webhook.close();
    await aws.close();
  });
});

function createWebhookSink(url: string, nowMs: () => number) {
  return createHttpSink({
    url: new URL(url),
    body: { kind: 'line', format: 'json' },
    contentType: 'application/json',
    userAgent: 'windhover',
    headers: {},
    gzip: false,
    timeoutMs: 30_000,
    concurrency: 4,
    connection: { insecure: false },
    nowMs,
  });
}
