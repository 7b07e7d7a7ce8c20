// A daemon in operation: an ingest that fails, log rotation, reloads, and what it tells of itself meanwhile.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  createClientOptions,
  createTrailFile,
  createTrailRecord,
  nameTrailFile,
  startAws,
  type LoopbackAws,
} from '@windhover/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestUrl, operationsUrl, readMetric, startDaemon, type Daemon } from './start-daemon.ts';

const createRules = (name: string): string =>
  `- {rule: ${name}, desc: d, condition: ct.name exists, output: "%ct.id", priority: INFO, source: aws_cloudtrail}\n`;

describe('a daemon in operation', () => {
  let folder = '';
  let aws: LoopbackAws;
  let daemon: Daemon;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'operations-'));
    aws = await startAws();
    writeFileSync(join(folder, 'rules.yaml'), createRules('First'));
    const config = [
      'rules_files: [rules.yaml]',
      'json_output: true',
      'workers: 1',
      'file_output: {enabled: true, keep_alive: true, filename: alerts.jsonl}',
      'webserver: {enabled: true, listen_address: 127.0.0.1, listen_port: 0, prometheus_metrics_enabled: true}',
      'watch_config_files: false',
      'ingest:',
      '  - {type: http, listen_port: 0}',
      `  - {type: aws_sqs, queue_name: later, endpoint: "${aws.sqs.url}", s3_endpoint: "${aws.s3.url}"}`,
    ];
    writeFileSync(join(folder, 'windhover.yaml'), config.join('\n'));
    daemon = startDaemon(['-c', 'windhover.yaml'], folder);
    await daemon.until(() => ingestUrl(daemon) !== undefined);
  });
  afterAll(async () => {
    expect(await daemon.stop()).toBe(0);
    await aws.close();
    rmSync(folder, { recursive: true });
  });

  const post = (body: unknown) =>
    fetch(`${ingestUrl(daemon)}/ingest/aws_cloudtrail`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const rulesOf = (file: string): string[] =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { rule: string }).rule);
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`${operationsUrl(daemon)}${path}`)).json();

  it('goes on with the others while an ingest fails, and starts that one again', async () => {
    await daemon.until(() => daemon.stderr().includes('an ingest failed and is started again'));
    expect((await post(createTrailRecord(1))).status).toBe(204);
    expect(rulesOf('alerts.jsonl')).toEqual(['First']);
    expect(await readMetric(daemon, 'ingest_failures_total', { ingest: 'aws_sqs' })).toBeGreaterThan(0);

    const s3 = new S3Client(createClientOptions(aws.s3));
    const sqs = new SQSClient(createClientOptions(aws.sqs));
    const Key = nameTrailFile({}, '2026-11-24T10:00');
    await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
    await s3.send(
      new PutObjectCommand({ Bucket: 'trail', Key, Body: createTrailFile([createTrailRecord(2)]) }),
    );
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'later' }));
    const MessageBody = JSON.stringify({ s3Bucket: 'trail', s3ObjectKey: [Key] });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await daemon.until(() => rulesOf('alerts.jsonl').length === 2);
    s3.destroy();
    sqs.destroy();
  });

  it('tells where events came from, and what could not be read', async () => {
    expect((await post('no event')).status).toBe(204);
    expect(await ask('/completeness')).toMatchObject({
      unread: { records: 1 },
      places: [
        { account: '123456789012', region: 'us-east-1', objects: 1, newest_object: '2026-11-24T10:00Z' },
      ],
    });
    expect(await ask('/readyz')).toEqual({ status: 'ready', rules: 1 });
  });

  it('writes to a new file after SIGUSR1', async () => {
    renameSync(join(folder, 'alerts.jsonl'), join(folder, 'rotated.jsonl'));
    daemon.signal('SIGUSR1');
    let number = 100;
    await daemon.until(async () => {
      await post(createTrailRecord(number++));
      return existsSync(join(folder, 'alerts.jsonl'));
    });
    expect(rulesOf('alerts.jsonl')).toEqual(['First']);
    expect(daemon.stderr()).not.toContain('Debugger');
  });

  it('reloads on SIGHUP; rules that do not load change nothing and are told', async () => {
    writeFileSync(join(folder, 'rules.yaml'), '- rule: broken\n');
    daemon.signal('SIGHUP');
    await daemon.until(async () => 'reload_problem' in ((await ask('/healthz')) as object));
    await post(createTrailRecord(4));
    expect(rulesOf('alerts.jsonl').at(-1)).toBe('First');

    writeFileSync(join(folder, 'rules.yaml'), createRules('Second'));
    daemon.signal('SIGHUP');
    await daemon.until(async () => !('reload_problem' in ((await ask('/healthz')) as object)));
    await post(createTrailRecord(5));
    expect(rulesOf('alerts.jsonl').at(-1)).toBe('Second');
    expect(await readMetric(daemon, 'reload_failures_total')).toBe(1);
    expect(await readMetric(daemon, 'reloads_total')).toBe(1);
  });

  it('opens anew what has changed in the configuration, and goes back when that cannot be opened', async () => {
    const config = readFileSync(join(folder, 'windhover.yaml'), 'utf8');
    const change = async (text: string, isDone: () => boolean): Promise<void> => {
      writeFileSync(join(folder, 'windhover.yaml'), text);
      daemon.signal('SIGHUP');
      await daemon.until(isDone);
    };
    const countStarts = (): number => daemon.stderr().split('"started"').length - 1;
    await change(config.replace('alerts.jsonl', 'other.jsonl'), () => countStarts() === 2);
    await post(createTrailRecord(6));
    expect(rulesOf('other.jsonl')).toEqual(['Second']);

    // The port of the operations server is taken: by the HTTP ingest.
    const taken = new URL(ingestUrl(daemon)!).port;
    const broken = config
      .replace('alerts.jsonl', 'never.jsonl')
      .replace(
        'webserver: {enabled: true, listen_address: 127.0.0.1, listen_port: 0',
        `webserver: {enabled: true, listen_address: 127.0.0.1, listen_port: ${taken}`,
      )
      .replace('{type: http, listen_port: 0}', `{type: http, listen_port: ${taken}}`);
    await change(broken, () => countStarts() === 3);
    await post(createTrailRecord(7));
    expect(rulesOf('other.jsonl')).toEqual(['Second', 'Second']);
    expect(await ask('/healthz')).toMatchObject({
      reload_problem: expect.stringMatching(/EADDRINUSE.*; the old configuration goes on/) as unknown,
    });
  });
});
