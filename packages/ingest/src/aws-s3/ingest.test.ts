import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { openPositionStore, type IngestObject } from '@windhover/pipeline';
import {
  createClientOptions,
  createFaultScript,
  createVirtualClock,
  noFaults,
  startAws,
  type LoopbackAws,
} from '@windhover/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseS3Url, type S3IngestConfig } from './config.ts';
import { enqueueReplay } from './enqueue.ts';
import { estimateReplay } from './estimate.ts';
import { createS3Ingest } from './ingest.ts';

let aws: LoopbackAws;
let client: S3Client;
beforeAll(async () => {
  aws = await startAws();
  client = new S3Client(createClientOptions(aws.s3));
});
afterAll(async () => {
  client.destroy();
  await aws.close();
});

const one = '111111111111';
const two = '222222222222';
function nameLog(root: string, account: string, region: string, day: string, time = '0000'): string {
  const folder = `${root}AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}`;
  return `${folder}/${account.split('/').at(-1)}_CloudTrail_${region}_${day.replaceAll('-', '')}T${time}Z_x.json.gz`;
}

let bucketNumber = 0;
let bucket: string;
beforeEach(() => void (bucket = `bucket-${++bucketNumber}`));

async function put(...keys: string[]): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const key of keys) aws.s3.buckets.get(bucket)!.put(key, Buffer.from(key), 0, {});
}

async function read(config: Partial<S3IngestConfig>): Promise<string[]> {
  return (await readObjects(config)).map(({ origin }) => origin.name.slice(`s3://${bucket}/`.length));
}

async function readObjects(config: Partial<S3IngestConfig>, ackCount = Infinity): Promise<IngestObject[]> {
  const clock = createVirtualClock(Date.parse('2026-01-10T12:00:00Z'), { isEager: true });
  const abort = new AbortController();
  const objects: IngestObject[] = [];
  for await (const object of createS3Ingest(client, { bucket, prefix: '', clock, ...config }).read(
    abort.signal,
  )) {
    objects.push(object);
    if (objects.length <= ackCount) await object.ack();
    if (objects.length >= ackCount) break;
  }
  return objects;
}

const history = [
  nameLog('trail/', one, 'eu-west-1', '2026-01-08'),
  nameLog('trail/', one, 'eu-west-1', '2026-01-09', '0100'),
  nameLog('trail/', one, 'eu-west-1', '2026-01-09', '0200'),
  nameLog('trail/', one, 'us-east-1', '2026-01-09'),
  nameLog('trail/', two, 'eu-west-1', '2026-01-09'),
];

describe('aws_s3 ingest', () => {
  it.each([
    ['all accounts and regions', {}, [0, 1, 2, 3, 4]],
    ['one account', { accounts: [one] }, [0, 1, 2, 3]],
    ['one region', { regions: ['us-east-1'] }, [3]],
    ['an interval', { interval: { startMs: Date.parse('2026-01-09T01:30:00Z') } }, [2]],
    [
      'days',
      { interval: { startMs: Date.parse('2026-01-08'), endMs: Date.parse('2026-01-08T23:00:00Z') } },
      [0],
    ],
    ['a long interval', { interval: { startMs: Date.parse('2020-01-01') } }, [0, 1, 2, 3, 4]],
    ['an account folder', { prefix: `trail/AWSLogs/${two}` }, [4]],
    ['a region folder', { prefix: `trail/AWSLogs/${one}/CloudTrail/us-east-1/` }, [3]],
    ['little concurrency', { concurrency: 1, maxAheadBytes: 1 }, [0, 1, 2, 3, 4]],
  ])('replays %s in order', async (_, config, expected) => {
    await put(...history, `trail/AWSLogs/${one}/CloudTrail-Digest/eu-west-1/2026/01/09/digest.json.gz`);
    expect(await read({ prefix: 'trail/AWSLogs/', ...config })).toEqual(
      expected.map((index) => history[index]),
    );
  });

  it('knows organisation trails and trails without a prefix', async () => {
    const organisation = 'o-abcdefghij';
    const keys = [
      nameLog('', one, 'eu-west-1', '2026-01-09'),
      nameLog('', `${organisation}/${two}`, 'eu-west-1', '2026-01-09'),
    ];
    await put(...keys);
    const interval = { startMs: Date.parse('2026-01-09T00:00:00Z') };
    expect(await read({ prefix: 'AWSLogs', interval })).toEqual(keys);
    expect(await read({ prefix: `AWSLogs/${organisation}`, interval })).toEqual([keys[1]]);
    const later = { startMs: Date.parse('2026-01-10T00:00:00Z') };
    expect(await read({ prefix: 'AWSLogs', interval: later })).toEqual([]);
  });

  it('does not look further than the plugin in strict mode', async () => {
    const keys = [nameLog('', one, 'eu-west-1', '2026-01-08'), 'AWSLogs/x.ndjson'];
    await put(...keys);
    const interval = { startMs: Date.parse('2026-01-09T00:00:00Z') };
    const objects = await readObjects({ prefix: 'AWSLogs/', interval, compatibility: 'strict' });
    expect(objects.map(({ origin, encoding }) => [origin.name, encoding])).toEqual([
      [`s3://${bucket}/${keys[0]}`, 'gzip'],
    ]);
  });

  it('lists any other prefix as it is, and only log files', async () => {
    await put('logs/a.json', 'logs/b.ndjson.gz', 'logs/c.txt', 'logsmore.json', 'other.json');
    expect(await read({ prefix: 'logs' })).toEqual(['logs/a.json', 'logs/b.ndjson.gz', 'logsmore.json']);
  });

  it('tells account, region and time of a log file', async () => {
    await put(history[3]!);
    const [object] = await readObjects({});
    expect(object?.origin).toEqual({
      ingest: 'aws_s3',
      name: `s3://${bucket}/${history[3]}`,
      attributes: { account: one, region: 'us-east-1', logTime: '2026-01-09T00:00:00Z' },
    });
  });

  it('goes on after what was delivered, wherever it was stopped', async () => {
    await put(...history);
    const config = { prefix: 'trail/AWSLogs/', interval: { startMs: Date.parse('2026-01-08') } };
    for (let stop = 1; stop <= history.length; stop++) {
      const checkpoint = openPositionStore(':memory:');
      const first = (await readObjects({ ...config, checkpoint }, stop)).map(({ origin }) => origin.name);
      const second = (await readObjects({ ...config, checkpoint })).map(({ origin }) => origin.name);
      expect([...first, ...second]).toEqual(history.map((key) => `s3://${bucket}/${key}`));
      // What the first run was told to leave out stays so, though the window would have moved.
      expect(await read({ prefix: 'trail/AWSLogs/', interval: { startMs: 0 }, checkpoint })).toEqual([]);
      checkpoint.close();
    }
  });

  it('brings again what was not acknowledged before something that was', async () => {
    await put('1.json', '2.json', '3.json');
    const checkpoint = openPositionStore(':memory:');
    const objects: IngestObject[] = [];
    for await (const object of createS3Ingest(client, { bucket, prefix: '', checkpoint }).read(
      new AbortController().signal,
    )) {
      objects.push(object);
    }
    await objects[0]!.ack();
    await objects[2]!.ack();
    expect(await read({ checkpoint })).toEqual(['2.json', '3.json']);
    expect(await read({ checkpoint })).toEqual([]);
    checkpoint.close();
  });

  it('estimates before the start', async () => {
    await put(...history);
    const estimate = await estimateReplay(
      client,
      { bucket, prefix: 'trail/AWSLogs/' },
      new AbortController().signal,
    );
    expect(estimate).toMatchObject({ objects: 5, accounts: [one, two], regions: ['eu-west-1', 'us-east-1'] });
    expect(Object.entries(estimate.days).map(([day, { objects }]) => [day, objects])).toEqual([
      ['2026-01-08', 1],
      ['2026-01-09', 4],
    ]);
  });

  it('hands all objects to a queue for others to replay', async () => {
    const keys = Array.from({ length: 230 }, (_, index) => `k ${String(index).padStart(3, '0')}+.json`);
    await put(...keys);
    const queue = new SQSClient(createClientOptions(aws.sqs));
    const { QueueUrl } = await queue.send(new CreateQueueCommand({ QueueName: bucket }));
    aws.sqs.setFaults(createFaultScript({ SendMessageBatchEntry: [undefined, { kind: 'fail-entry' }] }));
    const clock = createVirtualClock(0, { isEager: true });
    const config = { bucket, prefix: '', clock };
    const sums = await enqueueReplay(
      client,
      config,
      { client: queue, queueUrl: QueueUrl! },
      new AbortController().signal,
    );
    aws.sqs.setFaults(noFaults);
    queue.destroy();
    expect(sums).toEqual({ objects: 230, messages: 23 });
    const sent = aws.sqs.queues
      .get(bucket)!
      .peek()
      .flatMap((body) =>
        (JSON.parse(body).Records as { s3: { object: { key: string } } }[]).map((record) =>
          decodeURIComponent(record.s3.object.key.replaceAll('+', ' ')),
        ),
      );
    expect(sent.sort()).toEqual(keys);
  });
});

describe('parseS3Url', () => {
  it.each([
    ['s3://b', { bucket: 'b', prefix: '' }],
    ['s3://b/', { bucket: 'b', prefix: '' }],
    ['s3://b/a/b c', { bucket: 'b', prefix: 'a/b c' }],
    ['s3:///x', undefined],
    ['/tmp/x', undefined],
  ])('%s', (url, expected) => {
    expect(parseS3Url(url)).toEqual(expected);
  });
});
