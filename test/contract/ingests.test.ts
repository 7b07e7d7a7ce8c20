import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BlobServiceClient } from '@azure/storage-blob';
import { createFileIngest, createFollowIngest } from '@windhover/ingest';
import {
  createAzureBlobIngest,
  createEventHubsIngest,
  createPubSubIngest,
  createS3Ingest,
  createSqsIngest,
  startHttpIngest,
} from '@windhover/ingest/services';
import { openPositionStore, type Ingest, type IngestObject } from '@windhover/pipeline';
import {
  createClientOptions,
  createVirtualClock,
  ingestContract,
  startAws,
  startAzurite,
  type IngestHarness,
  type IngestTraits,
} from '@windhover/testkit';
import { afterAll, describe, it } from 'vitest';
import { createEventHub } from './event-hub.ts';
import { createPubSubTopic } from './pubsub-topic.ts';

const azurite = await startAzurite();
afterAll(() => azurite?.close());
let containers = 0;

const ingests: readonly [name: string, traits: IngestTraits, create: () => Promise<IngestHarness>][] = [
  ['file', { isFinite: true, remembers: false }, createFileHarness],
  ['file, lines that are appended', { isFinite: false, remembers: true }, createFollowHarness],
  ['http', { isFinite: false, remembers: true }, createHttpHarness],
  ['aws_s3, a history', { isFinite: true, remembers: false }, createS3Harness],
  ['aws_sqs, records in messages', { isFinite: false, remembers: true }, () => createSqsHarness(false)],
  ['aws_sqs, objects that messages name', { isFinite: false, remembers: true }, () => createSqsHarness(true)],
  ['azure_blob, lines of growing blobs', { isFinite: false, remembers: true }, () => createBlobHarness(true)],
  ['azure_blob, whole blobs', { isFinite: false, remembers: true }, () => createBlobHarness(false)],
  ['azure_event_hubs', { isFinite: false, remembers: true }, createEventHubsHarness],
  ['gcp_pubsub', { isFinite: false, remembers: true }, createPubSubHarness],
];

describe.each(ingests)('ingest %s', (name, traits, create) => {
  const isMissing = name.startsWith('azure_blob') && azurite === undefined;
  it.skipIf(isMissing).each(ingestContract.filter((demand) => demand.applies(traits)))(
    '$name',
    async ({ run }) => {
      const harness = await create();
      try {
        await run(harness);
      } finally {
        await harness.close();
      }
    },
  );
});

async function createFileHarness(): Promise<IngestHarness> {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-contract-'));
  let number = 0;
  return {
    put: async (contents) =>
      contents.forEach((content) => writeFileSync(join(directory, `${++number}.json`), content)),
    open: () => createFileIngest({ paths: [directory] }),
    becomeDue: async () => undefined,
    close: async () => rmSync(directory, { recursive: true }),
  };
}

/** Reads so little at once that each line is an object, which the demands know without its end. */
async function createFollowHarness(): Promise<IngestHarness> {
  const directory = mkdtempSync(join(tmpdir(), 'windhover-contract-'));
  const path = join(directory, 'log');
  const positions = openPositionStore(':memory:');
  const clock = createVirtualClock(0, { isEager: true });
  return {
    put: async (contents) => appendFileSync(path, contents.map((content) => `${content}\n`).join('')),
    open() {
      const ingest = createFollowIngest({ path, positions, clock, maxObjectBytes: 8 });
      return { ...ingest, read: (signal) => readWithoutLineEnds(ingest, signal) };
    },
    becomeDue: async () => undefined,
    async close() {
      positions.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function* readWithoutLineEnds(ingest: Ingest, signal: AbortSignal): AsyncGenerator<IngestObject> {
  for await (const object of ingest.read(signal))
    yield { ...object, bytes: (object.bytes as Uint8Array).subarray(0, -1) };
}

/** Clients send again what was not taken, as they should. */
async function createHttpHarness(): Promise<IngestHarness> {
  const server = await startHttpIngest({
    host: '127.0.0.1',
    port: 0,
    sourceNames: [],
    maxBodyBytes: 100,
    maxPending: 10,
    retryAfterSeconds: 1,
  });
  let isClosed = false;
  const send = async (body: string): Promise<void> => {
    for (let status = 0; status !== 204 && !isClosed;) {
      const answer = await fetch(`${server.url}/ingest`, { method: 'POST', body });
      status = answer.status;
    }
  };
  const sending: Promise<void>[] = [];
  return {
    put: async (contents) => void sending.push(...contents.map(send)),
    open: () => ({ name: server.name, read: (signal) => server.read(signal), close: async () => undefined }),
    becomeDue: async () => undefined,
    async close() {
      isClosed = true;
      await server.close();
      await Promise.allSettled(sending);
    },
  };
}

async function createS3Harness(): Promise<IngestHarness> {
  const aws = await startAws();
  const client = new S3Client(createClientOptions(aws.s3));
  await client.send(new CreateBucketCommand({ Bucket: 'b' }));
  const checkpoint = openPositionStore(':memory:');
  let number = 0;
  return {
    async put(contents) {
      for (const Body of contents) {
        await client.send(new PutObjectCommand({ Bucket: 'b', Key: `${++number}.json`, Body }));
      }
    },
    open: () => createS3Ingest(client, { bucket: 'b', prefix: '', checkpoint }),
    becomeDue: async () => undefined,
    async close() {
      checkpoint.close();
      client.destroy();
      await aws.close();
    },
  };
}

async function createSqsHarness(namesObjects: boolean): Promise<IngestHarness> {
  const clock = createVirtualClock();
  const aws = await startAws(clock);
  const sqs = new SQSClient(createClientOptions(aws.sqs));
  const s3 = new S3Client(createClientOptions(aws.s3));
  await s3.send(new CreateBucketCommand({ Bucket: 'b' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  let number = 0;
  return {
    async put(contents) {
      for (const content of contents) {
        const Key = `${++number}.json`;
        if (namesObjects) await s3.send(new PutObjectCommand({ Bucket: 'b', Key, Body: content }));
        const MessageBody = namesObjects ? JSON.stringify({ s3Bucket: 'b', s3ObjectKey: [Key] }) : content;
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
      }
    },
    open: () => createSqsIngest({ sqs, s3For: () => s3 }, { queue: { url: QueueUrl! }, clock }),
    becomeDue: () => clock.advance(15 * 60_000),
    async close() {
      sqs.destroy();
      s3.destroy();
      await aws.close();
    },
  };
}

async function createBlobHarness(grows: boolean): Promise<IngestHarness> {
  const service = BlobServiceClient.fromConnectionString(azurite!.connectionString);
  const container = service.getContainerClient(`contract${++containers}`);
  await container.create();
  const clock = createVirtualClock(0, { isEager: true });
  const positions = openPositionStore(':memory:');
  let number = 0;
  return {
    async put(contents) {
      for (const content of contents) {
        const name = `${++number}.json`;
        if (grows) {
          const blob = container.getAppendBlobClient(name);
          await blob.create();
          await blob.appendBlock(content, Buffer.byteLength(content));
        } else await container.getBlockBlobClient(name).upload(content, Buffer.byteLength(content));
      }
    },
    open: () => createAzureBlobIngest(container, { positions, clock }),
    becomeDue: async () => undefined,
    close: async () => positions.close(),
  };
}

async function createEventHubsHarness(): Promise<IngestHarness> {
  const hub = createEventHub();
  return {
    put: async (contents) => contents.forEach((content) => hub.send(Buffer.from(content))),
    open: () => createEventHubsIngest(hub.connect(), { clock: createVirtualClock() }),
    becomeDue: async () => undefined,
    close: async () => undefined,
  };
}

async function createPubSubHarness(): Promise<IngestHarness> {
  const topic = createPubSubTopic();
  return {
    put: async (contents) => contents.forEach((content) => topic.publish(Buffer.from(content))),
    open: () => createPubSubIngest(topic.subscribe),
    becomeDue: async () => topic.expireLeases(),
    close: async () => undefined,
  };
}
