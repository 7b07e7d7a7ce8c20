import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createClientOptions, startAws, type LoopbackAws } from '@windhover/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../packages/cli/src/run-cli.ts';
import { runDaemon } from './run-daemon.ts';

const scratch = mkdtempSync(join(tmpdir(), 'windhover-e2e-'));
// One rule: every run of the command line compiles what it loads.
const rules = join(scratch, 'rules.yaml');
writeFileSync(
  rules,
  '- {rule: Deleted, desc: d, condition: ct.name = DeleteBucketEncryption, output: "%ct.id", priority: INFO, source: aws_cloudtrail}\n',
);
const BUCKET = 'trail';
let aws: LoopbackAws;

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run a command line in this process, stopping it after `maxAlerts` lines on standard output. */
async function run(words: readonly string[], maxAlerts = Infinity): Promise<Outcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stopping = new AbortController();
  let lines = 0;
  stdout.on('data', (chunk: Buffer) => {
    lines += chunk.toString().split('\n').length - 1;
    if (lines >= maxAlerts) stopping.abort();
  });
  const output = Promise.all([readAll(stdout), readAll(stderr)]);
  const exitCode = await runCli(words, {
    env: { TZ: 'UTC' },
    cwd: scratch,
    stdin: new PassThrough(),
    stdout,
    stderr,
    hostname: 'test',
    signal: stopping.signal,
    terminalColumns: undefined,
    useColor: false,
  });
  stdout.end();
  stderr.end();
  const [out, error] = await output;
  return { exitCode, stdout: out, stderr: error };
}

function record(id: string): object {
  return {
    eventTime: '2026-11-20T08:00:00Z',
    eventType: 'AwsApiCall',
    eventID: id,
    eventName: 'DeleteBucketEncryption',
    eventSource: 's3.amazonaws.com',
    awsRegion: 'us-east-1',
    userIdentity: { type: 'IAMUser', userName: 'mallory' },
    requestParameters: { bucketName: `bucket-${id}` },
  };
}

const replayArguments = (): string[] => [
  'replay',
  '-q',
  '-r',
  rules,
  '--s3-endpoint',
  aws.s3.url,
  '--force-path-style',
  '--aws-region',
  'us-east-1',
  '-o',
  'json_output=true',
  `s3://${BUCKET}/AWSLogs/111122223333/`,
];

const idsOf = ({ stdout }: Outcome): string[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { output_fields: { 'ct.id': string } }).output_fields['ct.id']);

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'loopback';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'loopback';
  aws = await startAws();
  const s3 = new S3Client(createClientOptions(aws.s3));
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  for (let day = 1; day <= 6; day++) {
    for (let part = 0; part < 4; part++) {
      const stamp = `2026110${day}T0${part}00Z`;
      await s3.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: `AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/0${day}/111122223333_CloudTrail_us-east-1_${stamp}_abcdefghijklmno${part}.json.gz`,
          Body: gzipSync(
            JSON.stringify({ Records: [record(`${day}-${part}-a`), record(`${day}-${part}-b`)] }),
          ),
        }),
      );
    }
  }
  s3.destroy();
});

afterAll(async () => {
  await aws.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('replay from S3', () => {
  it('reads all of a prefix, in the same order every time', async () => {
    const [first, second] = [await run(replayArguments()), await run(replayArguments())];
    expect(first.exitCode).toBe(0);
    expect(idsOf(first)).toHaveLength(48);
    expect(idsOf(second)).toEqual(idsOf(first));
  });

  it('keeps to a window', async () => {
    const outcome = await run([
      ...replayArguments(),
      '--since',
      '2026-11-03T00:00:00Z',
      '--until',
      '2026-11-04T01:30:00Z',
    ]);
    expect(idsOf(outcome).map((id) => id.slice(0, 3))).toEqual([
      '3-0',
      '3-0',
      '3-1',
      '3-1',
      '3-2',
      '3-2',
      '3-3',
      '3-3',
      '4-0',
      '4-0',
      '4-1',
      '4-1',
    ]);
  });

  it('estimates without reading', async () => {
    const outcome = await run([...replayArguments(), '--dry-run']);
    expect(outcome.stdout).toContain('24 objects');
    expect(outcome.stdout).toMatch(/2026-11-03\s+4 objects/);
    expect(outcome.exitCode).toBe(0);
  });

  it('gives the same alerts when it is stopped at any point and resumed', async () => {
    const whole = new Set(idsOf(await run(replayArguments())));
    for (let stop = 1; stop <= 10; stop++) {
      const checkpoint = join(scratch, `checkpoint-${stop}.sqlite`);
      const seen = new Set<string>();
      for (let attempt = 0; attempt < 20; attempt++) {
        const outcome = await run(
          [...replayArguments(), '--checkpoint', checkpoint],
          attempt === 0 ? stop * 4 : Infinity,
        );
        for (const id of idsOf(outcome)) seen.add(id);
        if (outcome.exitCode === 0) break;
      }
      expect(seen).toEqual(whole);
    }
  });

  it('is done by a worker when it is enqueued, with the same alerts', async () => {
    const whole = idsOf(await run(replayArguments()));
    const sqs = new SQSClient(createClientOptions(aws.sqs));
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'replay' }));
    sqs.destroy();
    const enqueued = await run([...replayArguments(), '--enqueue', QueueUrl]);
    expect([enqueued.exitCode, enqueued.stdout]).toEqual([0, '']);
    expect(enqueued.stderr).toBe(`24 objects sent to ${QueueUrl}\n`);

    const config = join(scratch, 'worker.yaml');
    writeFileSync(
      config,
      `rules_files: ["${rules}"]\njson_output: true\nlog_level: error\nstdout_output: {enabled: true}\n` +
        `ingest: [{type: aws_sqs, queue_url: "${QueueUrl}", endpoint: "${aws.sqs.url}", s3_endpoint: "${aws.s3.url}"}]\n`,
    );
    const worker = runDaemon(['-c', config], scratch);
    const queue = aws.sqs.queues.get('replay')!;
    await worker.until(() => Object.values(queue.count()).every((count) => count === 0));
    expect(await worker.stop()).toBe(0);
    expect(idsOf({ ...enqueued, stdout: worker.stdout() }).sort()).toEqual(whole.sort());
  });
});
