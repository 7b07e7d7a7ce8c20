// The place where it happens: a bucket that tells a queue about its objects, and events whose alerts are known beforehand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '@windhover/pipeline';
import {
  createClientOptions,
  createTrailFile,
  createTrailRecord,
  nameTrailFile,
  startAws,
  type LoopbackAws,
} from '@windhover/testkit';

const ALERT_EVERY = 97;
const BUCKET = 'trail';
const DELETED = { eventSource: 's3.amazonaws.com', eventName: 'DeleteBucketEncryption', readOnly: false };

/** Bucket, queue and a folder for what processes need; `expected` grows with every object. */
export interface Scene {
  readonly folder: string;
  readonly aws: LoopbackAws;
  readonly queueUrl: string;
  /** Everything that was put into the bucket. */
  readonly prefix: string;
  /** The `eventID`s that must be told. */
  readonly expected: ReadonlySet<string>;
  addObject(records: number): Promise<void>;
  /** By turns an object that is no gzip and a message that names none. */
  addPoison(): Promise<void>;
  readonly poison: number;
  /** Messages in the queue: those that wait, those in work. */
  countMessages(): { readonly waiting: number; readonly inWork: number };
  /** Messages that were hidden for shorter than this show up again. */
  letTimePass(ms: number): void;
  close(): Promise<void>;
}

/** Set it up, empty. */
export async function createScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-chaos-'));
  let passedMs = 0;
  const aws = await startAws({ ...systemClock, nowMs: () => systemClock.nowMs() + passedMs });
  const s3 = new S3Client(createClientOptions(aws.s3));
  const sqs = new SQSClient(createClientOptions(aws.sqs));
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'objects' }));
  const QueueArn = 'arn:aws:sqs:us-east-1:123456789012:objects';
  const QueueConfigurations = [{ QueueArn, Events: ['s3:ObjectCreated:*' as const] }];
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: BUCKET,
      NotificationConfiguration: { QueueConfigurations },
    }),
  );
  const expected = new Set<string>();
  const counts = { records: 0, objects: 0, poison: 0 };
  const put = async (Body: Uint8Array): Promise<void> => {
    const Key = nameTrailFile({}, '2026-11-20T08:00', String(counts.objects++).padStart(16, '0'));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  };
  return {
    folder,
    aws,
    queueUrl,
    prefix: `s3://${BUCKET}/AWSLogs/`,
    expected,
    addObject(records) {
      const made = Array.from({ length: records }, () => {
        const number = counts.records++;
        if (number % ALERT_EVERY !== 0) return createTrailRecord(number);
        const record = createTrailRecord(number, DELETED);
        expected.add(record['eventID'] as string);
        return record;
      });
      return put(createTrailFile(made));
    },
    async addPoison() {
      counts.poison++;
      if (counts.poison % 2 === 1) return put(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 99, 98, 97]));
      const MessageBody = `no envelope ${counts.poison}`;
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
    get poison() {
      return counts.poison;
    },
    countMessages() {
      const { visible, inFlight, delayed } = aws.sqs.queues.get('objects')!.count();
      return { waiting: visible + delayed, inWork: inFlight };
    },
    letTimePass: (ms) => void (passedMs += ms),
    async close() {
      s3.destroy();
      sqs.destroy();
      await aws.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What arrived against what had to. */
export interface Balance {
  readonly missing: number;
  readonly unexpected: number;
  /** Told more than once. */
  readonly repeated: number;
}

/** Compare them. */
export function balance(arrived: readonly string[], expected: ReadonlySet<string>): Balance {
  const distinct = new Set(arrived);
  return {
    missing: [...expected].filter((id) => !distinct.has(id)).length,
    unexpected: [...distinct].filter((id) => !expected.has(id)).length,
    repeated: arrived.length - distinct.size,
  };
}

/** Ask again and again until `isDone` says so; what stops it is that it rejects. */
export async function until(isDone: () => boolean | Promise<boolean>, everyMs = 20): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, everyMs));
}
