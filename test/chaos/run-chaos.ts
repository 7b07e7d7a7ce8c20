// `npm run chaos`: real worker processes on a queue, killed with -9 at random, while the sink refuses half of what it
// gets, messages come twice and some objects are poison. Every alert must arrive, none that should not, nothing be left.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  createClientOptions,
  createRandom,
  createRandomFaults,
  startAws,
  startWebhookReceiver,
} from '@windhover/testkit';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    /** Mean time between kills, seconds. */
    'kill-every': { type: 'string', default: '4' },
    /** The sink is away for this long at the start, seconds. */
    'sink-down': { type: 'string', default: '0' },
  },
});
const RECORDS = Number(values.records);
const WORKERS = Number(values.workers);
const RECORDS_PER_OBJECT = 1000;
const ALERT_EVERY = 97;
const POISON_EVERY = 10;
const TIMEOUT_MS = 20 * 60_000;

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'windhover-chaos-'));
const random = createRandom(Number(values.seed));
const say = (text: string): void => void process.stderr.write(`chaos: ${text}\n`);

const aws = await startAws();
aws.sqs.setFaults(
  createRandomFaults(Number(values.seed), [
    { operation: 'Delivery', fault: { kind: 'duplicate' }, rate: 0.2 },
  ]),
);
const answersBadly = createRandomFaults(Number(values.seed) + 1, [
  { operation: 'Webhook', fault: { kind: 'status', status: 503 }, rate: 0.5 },
]);
const downUntil = Date.now() + Number(values['sink-down']) * 1000;
const webhook = await startWebhookReceiver({
  next: (operation) =>
    Date.now() < downUntil ? { kind: 'status', status: 503 } : answersBadly.next(operation),
});
const s3 = new S3Client(createClientOptions(aws.s3));
const sqs = new SQSClient(createClientOptions(aws.sqs));

const started = Date.now();
let kills = 0;
let maxRssMb = 0;
const queueUrl = await createQueueAndBucket();
const { expected, poison } = await upload();
say(
  `${RECORDS} records in objects, ${expected.size} alerts expected, ${poison} poison objects, ${WORKERS} workers`,
);
const workers = Array.from({ length: WORKERS }, (_, index) => startWorker(index));
const killing = setInterval(killSomeone, Number(values['kill-every']) * 1000);
const watching = setInterval(watchMemory, 250);
const emptied = await waitUntilEmpty();
clearInterval(killing);
clearInterval(watching);
await stopWorkers();
report(emptied);
s3.destroy();
sqs.destroy();
await webhook.close();
await aws.close();
rmSync(folder, { recursive: true, force: true });

async function createQueueAndBucket(): Promise<string> {
  const { QueueUrl: url } = await sqs.send(new CreateQueueCommand({ QueueName: 'objects' }));
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url!, AttributeNames: ['QueueArn'] }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: 'trail',
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: attributes!['QueueArn']!, Events: ['s3:ObjectCreated:*'] }],
      },
    }),
  );
  return url!;
}

/** Objects with known alerts, and poison between them: damaged gzip, text that is no JSON, messages of no known shape. */
async function upload(): Promise<{ expected: Set<string>; poison: number }> {
  const ids = new Set<string>();
  let bad = 0;
  for (let first = 0, object = 0; first < RECORDS; first += RECORDS_PER_OBJECT, object++) {
    const records = Array.from({ length: Math.min(RECORDS_PER_OBJECT, RECORDS - first) }, (_, index) =>
      createRecord(first + index, ids),
    );
    await put(object, gzipSync(JSON.stringify({ Records: records })));
    if (object % POISON_EVERY !== 0) continue;
    bad += 1;
    if (object % (2 * POISON_EVERY) === 0)
      await put(1_000_000 + object, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 99, 98, 97]));
    else await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: `no envelope ${object}` }));
  }
  return { expected: ids, poison: bad };
}

function createRecord(number: number, ids: Set<string>): object {
  const isAlert = number % ALERT_EVERY === 0;
  const id = `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;
  if (isAlert) ids.add(id);
  return {
    eventVersion: '1.08',
    userIdentity: {
      type: 'IAMUser',
      userName: `user-${number % 50}`,
      arn: `arn:aws:iam::111122223333:user/user-${number % 50}`,
      accountId: '111122223333',
    },
    eventTime: '2026-11-20T08:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: isAlert ? 'DeleteBucketEncryption' : 'GetBucketEncryption',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.15',
    requestParameters: { bucketName: `bucket-${number}` },
    eventID: id,
    eventType: 'AwsApiCall',
    readOnly: !isAlert,
  };
}

async function put(number: number, body: Uint8Array): Promise<void> {
  const name = `111122223333_CloudTrail_us-east-1_20261120T0800Z_${String(number).padStart(16, '0')}.json.gz`;
  await s3.send(
    new PutObjectCommand({
      Bucket: 'trail',
      Key: `AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20/${name}`,
      Body: body,
    }),
  );
}

function startWorker(index: number): ChildProcess {
  const config = join(folder, `worker-${index}.yaml`);
  writeFileSync(
    config,
    `rules_files: [${join(root, 'rules', 'aws')}]
log_level: error
ingest:
  - {type: aws_sqs, queue_url: "${queueUrl}", region: us-east-1, endpoint: "${aws.sqs.url}", s3_endpoint: "${aws.s3.url}", s3_force_path_style: true, wait_seconds: 1, visibility_timeout_seconds: 10, max_in_flight: 16}
sinks:
  - {type: http, url: "${webhook.url}/alerts", concurrency: 8}
dead_letter: {type: directory, path: ${join(folder, 'dead-letter')}}
workers: 1
`,
  );
  const cli = join(root, 'packages', 'cli', 'bin', 'windhover.js');
  const env = { ...process.env, AWS_ACCESS_KEY_ID: 'loopback', AWS_SECRET_ACCESS_KEY: 'loopback' };
  return spawn(process.execPath, [cli, 'run', '-c', config], { stdio: ['ignore', 'ignore', 'inherit'], env });
}

function killSomeone(): void {
  const index = Math.floor(random() * WORKERS);
  kills += 1;
  workers[index]!.kill('SIGKILL');
  workers[index] = startWorker(index);
}

function watchMemory(): void {
  for (const { pid } of workers) {
    try {
      const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      if (rss !== null) maxRssMb = Math.max(maxRssMb, Number(rss[1]) / 1024);
    } catch {
      continue;
    }
  }
}

async function waitUntilEmpty(): Promise<boolean> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  while (Date.now() - started < TIMEOUT_MS) {
    const { Attributes: attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
    );
    if (names.every((name) => attributes?.[name] === '0')) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}

async function stopWorkers(): Promise<void> {
  await Promise.all(
    workers.map((worker) => {
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.kill('SIGTERM');
      return worker.exitCode === null ? ended : undefined;
    }),
  );
}

function report(isEmpty: boolean): void {
  const arrived = webhook.received.map(({ body }) => /event=([0-9a-f-]+)/.exec(body)?.[1] ?? body);
  const distinct = new Set(arrived);
  const missing = [...expected].filter((id) => !distinct.has(id));
  const unexpected = [...distinct].filter((id) => !expected.has(id));
  const letters = readdirSync(join(folder, 'dead-letter')).map((name) =>
    readFileSync(join(folder, 'dead-letter', name), 'utf8'),
  );
  const reasons = letters.map((letter) => (JSON.parse(letter) as { reason: string }).reason);
  const counts = Object.entries(Object.groupBy(reasons, (reason) => reason)).map(
    ([reason, list]) => `${list!.length} ${reason}`,
  );
  const seconds = (Date.now() - started) / 1000;
  say(
    `${kills} kills in ${seconds.toFixed(0)} s; ${arrived.length} deliveries of ${distinct.size} alerts; max RSS of a worker ${maxRssMb.toFixed(0)} MB`,
  );
  say(`dead letters: ${counts.join(', ')}`);
  const checks: readonly (readonly [string, boolean])[] = [
    ['the queue is empty', isEmpty],
    [`every expected alert arrived (${missing.length} missing)`, missing.length === 0],
    [`none that was not expected (${unexpected.length})`, unexpected.length === 0],
    [
      `all ${poison} poison objects and messages are in the dead letter`,
      new Set(letters.map((letter) => JSON.stringify((JSON.parse(letter) as { origin: unknown }).origin)))
        .size >= poison,
    ],
  ];
  for (const [name, good] of checks) process.stdout.write(`${good ? 'ok    ' : 'FAILED'} ${name}\n`);
  const failed = checks.filter(([, good]) => !good).length;
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}
