import { PutObjectCommand, CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  createClientOptions,
  createFaultScript,
  createVirtualClock,
  noFaults,
  startS3Server,
  type S3Server,
} from '@windhover/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createS3Bytes, type S3ObjectReference } from './s3-bytes.ts';

const text = '0123456789'.repeat(10);
let server: S3Server;
let client: S3Client;
beforeAll(async () => {
  server = await startS3Server();
  client = new S3Client(createClientOptions(server));
  await client.send(new CreateBucketCommand({ Bucket: 'b' }));
  await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: text }));
  await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'empty', Body: '' }));
});
afterEach(() => server.setFaults(noFaults));
afterAll(async () => {
  client.destroy();
  await server.close();
});

async function read(object: Partial<S3ObjectReference>, rangeBytes = 30): Promise<string> {
  const clock = createVirtualClock(0, { isEager: true });
  const chunks: Uint8Array[] = [];
  const bytes = createS3Bytes(
    client,
    { bucket: 'b', key: 'k', ...object },
    { rangeBytes, clock, random: () => 0.5 },
  );
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const reset = { kind: 'reset' } as const;

describe('createS3Bytes', () => {
  it.each([
    ['whole', { size: 100 }, 1000],
    ['in ranges', { size: 100 }, 30],
    ['in ranges that end with it', { size: 100 }, 50],
    ['of unknown size', {}, 30],
    ['of unknown size, small', {}, 1000],
  ])('reads an object %s', async (_, object, rangeBytes) => {
    expect(await read(object, rangeBytes)).toBe(text);
  });

  it.each([[{ size: 0 }], [{}]])('reads an empty object: %j', async (object) => {
    expect(await read({ ...object, key: 'empty' })).toBe('');
  });

  it('goes on where the connection was lost', async () => {
    server.setFaults(
      createFaultScript({
        GetObject: [
          { kind: 'truncate', bytes: 7 },
          reset,
          { kind: 'status', status: 503 },
          undefined,
          { kind: 'drop' },
        ],
      }),
    );
    expect(await read({ size: 100 })).toBe(text);
    server.setFaults(createFaultScript({ GetObject: [{ kind: 'truncate', bytes: 55 }] }));
    expect(await read({ size: 100 }, 1000)).toBe(text);
  });

  it('gives up when it does not get better', async () => {
    server.setFaults({ next: () => ({ kind: 'status', status: 503 }) });
    await expect(read({ size: 100 })).rejects.toMatchObject({
      reason: 'object-unreadable',
      isTemporary: true,
    });
  });

  it.each([
    ['object-gone', { key: 'none' }],
    ['bucket-gone', { bucket: 'none' }],
    ['object-forbidden', { key: 'secret' }],
  ])('says %s at once', async (reason, object) => {
    server.buckets.get('b')!.isForbidden = (key) => key === 'secret';
    const before = server.counts.get('GetObject')!;
    await expect(read(object)).rejects.toMatchObject({ reason, isTemporary: false });
    expect(server.counts.get('GetObject')).toBe(before + 1);
  });
});
