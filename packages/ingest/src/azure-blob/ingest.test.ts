import { gzipSync } from 'node:zlib';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { openPositionStore, type IngestObject, type PositionStore } from '@windhover/pipeline';
import { createVirtualClock, startAzurite, type VirtualClock } from '@windhover/testkit';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AzureBlobIngestConfig } from './config.ts';
import { createAzureBlobIngest } from './ingest.ts';

const azurite = await startAzurite();
afterAll(() => azurite?.close());

let number = 0;
let container: ContainerClient;
let clock: VirtualClock;
let positions: PositionStore;
let stop: AbortController;

function open(config: AzureBlobIngestConfig = {}): AsyncIterator<IngestObject> {
  const ingest = createAzureBlobIngest(container, { positions, clock, ...config });
  return ingest.read(stop.signal)[Symbol.asyncIterator]();
}

async function take(objects: AsyncIterator<IngestObject>): Promise<[string, IngestObject]> {
  const { value, done } = await objects.next();
  if (done === true) throw new Error('the reading has ended');
  const object = value as IngestObject;
  const chunks: Uint8Array[] = [];
  if (object.bytes instanceof Uint8Array) chunks.push(object.bytes);
  else for await (const chunk of object.bytes) chunks.push(chunk);
  return [Buffer.concat(chunks).toString('latin1'), object];
}

/** Text of the next object, which is acknowledged. */
async function takeText(objects: AsyncIterator<IngestObject>): Promise<string> {
  const [text, object] = await take(objects);
  await object.ack();
  return text;
}

async function append(name: string, text: string): Promise<void> {
  const blob = container.getAppendBlobClient(name);
  await blob.createIfNotExists();
  await blob.appendBlock(text, Buffer.byteLength(text));
}

async function upload(name: string, bytes: string | Buffer): Promise<void> {
  await container.getBlockBlobClient(name).upload(bytes, Buffer.byteLength(bytes));
}

describe.skipIf(azurite === undefined)('blob ingest (needs azurite)', () => {
  beforeEach(async () => {
    container = BlobServiceClient.fromConnectionString(azurite!.connectionString).getContainerClient(
      `logs${++number}`,
    );
    await container.create();
    clock = createVirtualClock(0, { isEager: true });
    positions = openPositionStore(':memory:');
    stop = new AbortController();
  });
  afterEach(() => {
    stop.abort();
    positions.close();
  });

  it('hands on whole lines of a blob as it grows', async () => {
    await append('h=00/PT1H.json', 'one\ntwo\nthr');
    const objects = open();
    expect(await takeText(objects)).toBe('one\ntwo\n');
    await append('h=00/PT1H.json', 'ee\nfour');
    expect(await takeText(objects)).toBe('three\n');
  });

  it('takes the last line without its end when nothing comes any more', async () => {
    await append('a', 'one\nlast');
    const objects = open({ quietMs: 3_600_000 });
    expect(await takeText(objects)).toBe('one\n');
    const before = clock.nowMs();
    expect(await takeText(objects)).toBe('last');
    expect(clock.nowMs() - before).toBeGreaterThanOrEqual(3_600_000);
  });

  it('reads long blobs in parts and cuts lines that are too long', async () => {
    await append('a', `1\n22\n${'x'.repeat(12)}\n`);
    const objects = open({ maxObjectBytes: 8 });
    expect([await takeText(objects), await takeText(objects), await takeText(objects)]).toEqual([
      '1\n22\n',
      'x'.repeat(8),
      'xxxx\n',
    ]);
  });

  it('goes on in the next run after what was delivered, whatever was delivered out of order', async () => {
    await append('a', '1\n2\n3\n');
    const objects = open({ maxObjectBytes: 2 });
    const [, first] = await take(objects);
    const [, second] = await take(objects);
    const [, third] = await take(objects);
    await third.ack();
    await first.ack();
    expect(await takeText(open({ maxObjectBytes: 2 }))).toBe('2\n');
    await second.ack();
    await append('a', '4\n');
    expect(await takeText(open())).toBe('4\n');
  });

  it('brings again what was not delivered, and goes on meanwhile', async () => {
    await append('a', 'one\n');
    await append('b', 'two\n');
    const objects = open();
    const [, one] = await take(objects);
    await one.nack(new Error('no'));
    expect(await takeText(objects)).toBe('two\n');
    expect(await takeText(objects)).toBe('one\n');
  });

  it('begins anew in a blob that was made anew', async () => {
    await append('a', 'a longer line\n');
    await takeText(open());
    await container.deleteBlob('a');
    await append('a', 'new\n');
    expect(await takeText(open())).toBe('new\n');
  });

  it('reads block blobs whole, once for each version', async () => {
    const compressed = gzipSync('{"records":[]}');
    await upload('a', compressed);
    const objects = open();
    const [bytes, object] = await take(objects);
    expect(bytes).toBe(compressed.toString('latin1'));
    await upload('b', 'second');
    expect(await takeText(objects)).toBe('second');
    await object.ack();
    await upload('a', 'changed');
    expect(await takeText(open())).toBe('changed');
  });

  it('says that a version is gone when its blob was deleted or changed', async () => {
    await upload('a', 'first');
    await upload('b', 'first');
    const objects = open();
    const found = [(await objects.next()).value, (await objects.next()).value] as IngestObject[];
    await container.deleteBlob('a');
    await upload('b', 'second');
    const read = async ({ bytes }: IngestObject): Promise<void> => {
      for await (const _ of bytes as AsyncIterable<Uint8Array>);
    };
    await expect(read(found[0]!)).rejects.toMatchObject({ reason: 'object-gone', isTemporary: false });
    await expect(read(found[1]!)).rejects.toMatchObject({ reason: 'object-gone', isTemporary: false });
    expect(found[1]?.whenUnavailable).toMatchObject({ 'object-gone': 'skip' });
  });

  it('reads only what the prefix names', async () => {
    await append('other/a', 'no\n');
    await append('wanted/a', 'yes\n');
    expect(await takeText(open({ prefix: 'wanted/' }))).toBe('yes\n');
  });

  it('ends while it waits', async () => {
    const objects = open({ clock: createVirtualClock() });
    const next = objects.next();
    stop.abort();
    expect((await next).done).toBe(true);
  });
});
