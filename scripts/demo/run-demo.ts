// The real thing on loopback: objects go into a bucket, S3 tells a queue, `windhover run` consumes it, alerts come out.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createClientOptions, startAws } from '@windhover/testkit';

const root = fileURLToPath(new URL('../../', import.meta.url));
const samples = join(root, 'samples', 'aws');
const BUCKET = 'trail-bucket';
const RECORDS_PER_OBJECT = 100;

const aws = await startAws();
const s3 = new S3Client(createClientOptions(aws.s3));
const sqs = new SQSClient(createClientOptions(aws.sqs));
const folder = mkdtempSync(join(tmpdir(), 'windhover-demo-'));
const say = (text: string): void => void process.stderr.write(`demo: ${text}\n`);

try {
  const queueUrl = await createQueueAndBucket();
  const { objects, records } = await uploadSamples();
  say(
    `put ${objects} objects with ${records} real CloudTrail records into s3://${BUCKET}; S3 notified the queue`,
  );
  const worker = startWorker(queueUrl);
  say('started windhover run on the queue; its alerts:');
  const counts = countAlerts(worker);
  await waitUntilEmpty(queueUrl, worker);
  worker.kill('SIGTERM');
  const code = await new Promise<number | null>((resolve) => worker.once('exit', resolve));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  say(`the queue is empty, the worker ended with ${code}; ${total} alerts:`);
  for (const [rule, count] of [...counts].toSorted(([, a], [, b]) => b - a))
    process.stderr.write(`  ${String(count).padStart(4)}  ${rule}\n`);
  process.exitCode = code === 0 && total > 0 ? 0 : 1;
} finally {
  s3.destroy();
  sqs.destroy();
  await aws.close();
  rmSync(folder, { recursive: true, force: true });
}

async function createQueueAndBucket(): Promise<string> {
  const { QueueUrl: queueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'cloudtrail-objects' }));
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl!, AttributeNames: ['QueueArn'] }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: BUCKET,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: attributes!['QueueArn']!, Events: ['s3:ObjectCreated:*'] }],
      },
    }),
  );
  return queueUrl!;
}

/** Put the sample records into the bucket under the names that CloudTrail uses. */
async function uploadSamples(): Promise<{ objects: number; records: number }> {
  const sum = { objects: 0, records: 0 };
  for (const file of readdirSync(samples).filter((name) => name.endsWith('.json.gz'))) {
    const { Records } = JSON.parse(gunzipSync(readFileSync(join(samples, file))).toString()) as {
      Records: unknown[];
    };
    for (let first = 0; first < Records.length; first += RECORDS_PER_OBJECT) {
      const chunk = Records.slice(first, first + RECORDS_PER_OBJECT);
      const number = String(sum.objects).padStart(16, '0');
      await s3.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: `AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10/111122223333_CloudTrail_us-east-1_20230710T1200Z_${number}.json.gz`,
          Body: gzipSync(JSON.stringify({ Records: chunk })),
        }),
      );
      sum.objects += 1;
      sum.records += chunk.length;
    }
  }
  return sum;
}

function startWorker(queueUrl: string): ChildProcess {
  const config = join(folder, 'windhover.yaml');
  writeFileSync(
    config,
    `rules_files: [${join(root, 'rules', 'aws')}]
rule_matching: all
log_level: warning
json_output: true
stdout_output: {enabled: true}
ingest:
  - type: aws_sqs
    queue_url: ${queueUrl}
    region: us-east-1
    endpoint: ${aws.sqs.url}
    s3_endpoint: ${aws.s3.url}
    s3_force_path_style: true
    wait_seconds: 1
state: {directory: ${folder}}
`,
  );
  const cli = join(root, 'packages', 'cli', 'bin', 'windhover.js');
  const env = { ...process.env, AWS_ACCESS_KEY_ID: 'loopback', AWS_SECRET_ACCESS_KEY: 'loopback' };
  return spawn(process.execPath, [cli, 'run', '-c', config], { stdio: ['ignore', 'pipe', 'inherit'], env });
}

/** Print the worker's alerts as they come and count them by rule. */
function countAlerts(worker: ChildProcess): Map<string, number> {
  const counts = new Map<string, number>();
  createInterface({ input: worker.stdout! }).on('line', (line) => {
    const alert = JSON.parse(line) as { rule: string; output: string };
    counts.set(alert.rule, (counts.get(alert.rule) ?? 0) + 1);
    process.stdout.write(`${alert.output}\n`);
  });
  return counts;
}

/** Wait until no message is left, in flight or not; fail when the worker ends before that. */
async function waitUntilEmpty(queueUrl: string, worker: ChildProcess): Promise<void> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  for (let attempt = 0; attempt < 600; attempt++) {
    if (worker.exitCode !== null) throw new Error(`the worker ended early with ${worker.exitCode}`);
    const { Attributes: attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
    );
    if (names.every((name) => attributes?.[name] === '0')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the queue was not empty within a minute');
}
