// What cannot be worked on ends where the configuration says: dead letters of every kind, and policies for objects in S3
// that are gone or forbidden.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  createClientOptions,
  createTrailFile,
  createTrailRecord,
  startAws,
  type LoopbackAws,
} from '@windhover/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDaemon, type RunningDaemon } from './run-daemon.ts';

const RULES = `
- {rule: Any, desc: any event, condition: ct.name exists, output: "%ct.id", priority: INFO, source: aws_cloudtrail}
`;

describe('a daemon on a queue with poison', () => {
  let folder = '';
  let aws: LoopbackAws;
  let s3: S3Client;
  let sqs: SQSClient;
  let daemon: RunningDaemon | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unreadable-'));
    writeFileSync(join(folder, 'rules.yaml'), RULES);
    aws = await startAws();
    s3 = new S3Client(createClientOptions(aws.s3));
    sqs = new SQSClient(createClientOptions(aws.sqs));
    await sqs.send(new CreateQueueCommand({ QueueName: 'events' }));
    await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
    await s3.send(
      new PutObjectCommand({
        Bucket: 'trail',
        Key: 'log.json.gz',
        Body: createTrailFile([createTrailRecord(1)]),
      }),
    );
  });
  afterEach(async () => {
    await daemon?.stop();
    daemon = undefined;
    s3.destroy();
    sqs.destroy();
    await aws.close();
    rmSync(folder, { recursive: true });
  });

  const urlOf = (queue: string): string => `${aws.sqs.url}/123456789012/${queue}`;
  const send = (body: unknown) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: urlOf('events'),
        MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  const naming = (key: string) => ({ s3Bucket: 'trail', s3ObjectKey: [key] });
  const isEmpty = (): boolean =>
    Object.values(aws.sqs.queues.get('events')!.count()).every((count) => count === 0);
  const start = (ingest: string, deadLetter: string): RunningDaemon => {
    const config = [
      'rules_files: [rules.yaml]',
      'stdout_output: {enabled: true}',
      'json_output: true',
      'workers: 1',
      // What goes wrong here is meant to.
      'log_level: critical',
      `ingest: [{type: aws_sqs, queue_url: "${urlOf('events')}", endpoint: "${aws.sqs.url}", s3_endpoint: "${aws.s3.url}"${ingest}}]`,
      `dead_letter: ${deadLetter}`,
    ];
    writeFileSync(join(folder, 'windhover.yaml'), config.join('\n'));
    daemon = runDaemon(['-c', 'windhover.yaml'], folder);
    return daemon;
  };

  /** The dead letters of each kind, as JSON texts. */
  const deadLetters: Readonly<Record<string, () => Promise<string[]>>> = {
    async aws_sqs() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: urlOf('dead'), MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body }) => Body!);
    },
    async aws_s3() {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'trail', Prefix: 'dead/' }));
      const read = async (Key: string): Promise<string> =>
        (await s3.send(new GetObjectCommand({ Bucket: 'trail', Key }))).Body!.transformToString();
      return Promise.all(Contents.map(({ Key }) => read(Key!)));
    },
    async directory() {
      return readdirSync(join(folder, 'dead')).map((name) =>
        readFileSync(join(folder, 'dead', name), 'utf8'),
      );
    },
  };

  it.each([
    ['aws_sqs', () => `{type: aws_sqs, queue_url: "${urlOf('dead')}", endpoint: "${aws.sqs.url}"}`],
    ['aws_s3', () => `{type: aws_s3, bucket: trail, prefix: dead/, endpoint: "${aws.s3.url}"}`],
    ['directory', () => '{type: directory, path: dead}'],
  ])('puts it into a dead letter of the kind %s and goes on', async (kind, describeDeadLetter) => {
    await send('bad message');
    await send(naming('gone.json.gz'));
    await send(naming('log.json.gz'));
    const worker = start('', describeDeadLetter());
    await worker.until(isEmpty);
    expect(await worker.stop()).toBe(0);
    const entries = (await deadLetters[kind]!()).map((text) => JSON.parse(text) as { reason: string });
    expect(entries.map(({ reason }) => reason).sort()).toEqual(['not-json', 'object-gone']);
    expect(entries).toContainEqual(
      expect.objectContaining({
        reason: 'not-json',
        bytes: Buffer.from('bad message').toString('base64'),
        origin: expect.objectContaining({ ingest: 'aws_sqs' }) as unknown,
      }),
    );
    expect(worker.stdout().trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    ['gone', '', 'object-gone'],
    ['gone', ', on_missing_object: skip', 'skipped'],
    ['gone', ', on_missing_object: retry', 'released'],
    ['forbidden', '', 'released'],
    ['forbidden', ', on_forbidden_object: dead_letter', 'object-forbidden'],
    ['forbidden', ', on_forbidden_object: skip', 'skipped'],
  ])('does with an object that is %s what the ingest says%s: %s', async (what, policy, outcome) => {
    if (what === 'forbidden') aws.s3.setFaults({ next: () => ({ kind: 'status', status: 403 }) });
    await send(naming(what === 'gone' ? 'gone.json.gz' : 'log.json.gz'));
    const worker = start(policy, '{type: directory, path: dead}');
    const isReleased = (): boolean => (aws.sqs.counts.get('ChangeMessageVisibilityBatch') ?? 0) > 0;
    await worker.until(outcome === 'released' ? isReleased : isEmpty);
    expect(isEmpty()).toBe(outcome !== 'released');
    await worker.stop();
    const entries = (await deadLetters['directory']!()).map((text) => JSON.parse(text) as { reason: string });
    expect(entries.map(({ reason }) => reason)).toEqual(outcome.startsWith('object') ? [outcome] : []);
  });
});
