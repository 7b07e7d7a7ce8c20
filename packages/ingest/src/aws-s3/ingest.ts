import type { S3Client } from '@aws-sdk/client-s3';
import { createSemaphore, type ContentEncoding, type Ingest, type IngestObject } from '@windhover/pipeline';
import { fetchAhead } from '../aws-object/ahead-bytes.ts';
import { createS3Bytes, nameS3Object } from '../aws-object/s3-bytes.ts';
import { readLogFileName } from '../aws-object/log-file-name.ts';
import type { S3IngestConfig } from './config.ts';
import { findObjects, isFoundObject, type FoundObject } from './find-objects.ts';
import { openProgress } from './progress.ts';

const defaultConcurrency = 32;
const defaultMaxAheadBytes = 64 * 1024 ** 2;
/** Larger objects are not fetched ahead but read as they are evaluated. */
const maxAheadObjectBytes = 16 * 1024 ** 2;

/**
 * Replays the history in a bucket: lists in parallel, downloads ahead within bounds, and yields objects in an order that
 * is the same in every run. With a checkpoint a second run leaves out what the first one delivered.
 */
export function createS3Ingest(client: S3Client, config: S3IngestConfig): Ingest {
  return {
    name: 'aws_s3',
    read: (signal) => readObjects(client, config, signal),
    close: async () => undefined,
  };
}

async function* readObjects(
  client: S3Client,
  config: S3IngestConfig,
  signal: AbortSignal,
): AsyncGenerator<IngestObject> {
  const progress = openProgress(config);
  const { interval: _, ...rest } = config;
  const effective: S3IngestConfig =
    progress.interval === undefined ? rest : { ...rest, interval: progress.interval };
  const { concurrency = defaultConcurrency, maxAheadBytes = defaultMaxAheadBytes } = config;
  const room = createSemaphore(maxAheadBytes);
  const ahead: { object: IngestObject; release: () => void; fetched: Promise<void> }[] = [];

  for await (const item of findObjects(client, effective, signal, progress.startOf)) {
    if (!isFoundObject(item)) {
      progress.finish(item);
      continue;
    }
    const { partition, key } = item;
    progress.begin(partition, key);
    const settle = async (): Promise<void> => progress.settle(partition, key);
    // What is ahead must be given out before more of it can be fetched.
    while (ahead.length >= concurrency || (ahead.length > 0 && room.used + item.size > maxAheadBytes))
      yield* takeFirst(ahead);
    ahead.push(await begin(client, effective, item, room, settle));
  }
  while (ahead.length > 0 && !signal.aborted) yield* takeFirst(ahead);
}

async function begin(
  client: S3Client,
  config: S3IngestConfig,
  found: FoundObject,
  room: ReturnType<typeof createSemaphore>,
  settle: () => Promise<void>,
): Promise<{ object: IngestObject; release: () => void; fetched: Promise<void> }> {
  const reference = { bucket: config.bucket, key: found.key, size: found.size };
  const stream = createS3Bytes(client, reference, {
    ...config.retry,
    ...(config.clock !== undefined && { clock: config.clock }),
    ...(config.rangeBytes !== undefined && { rangeBytes: config.rangeBytes }),
  });
  const isSmall = found.size <= maxAheadObjectBytes;
  const release = isSmall ? await room.acquire(found.size) : (): void => undefined;
  const ahead = isSmall ? fetchAhead(stream, maxAheadObjectBytes) : undefined;
  const encoding = config.compatibility === 'strict' ? readEncoding(found.key) : undefined;
  const attributes = readLogFileName(found.key);
  return {
    release,
    fetched: ahead?.arrived ?? Promise.resolve(),
    object: {
      origin: {
        ingest: 'aws_s3',
        name: nameS3Object(reference),
        ...(attributes !== undefined && { attributes }),
      },
      bytes: ahead ?? stream,
      ...(config.sourceName !== undefined && { sourceName: config.sourceName }),
      ...(encoding !== undefined && { encoding }),
      ack: settle,
      nack: async () => undefined,
    },
  };
}

async function* takeFirst(
  ahead: { object: IngestObject; release: () => void; fetched: Promise<void> }[],
): AsyncGenerator<IngestObject> {
  const { object, release, fetched } = ahead.shift()!;
  await fetched;
  release();
  yield object;
}

function readEncoding(key: string): ContentEncoding {
  return key.endsWith('.json.gz') ? 'gzip' : 'identity';
}
