import type { S3Client } from '@aws-sdk/client-s3';
import { defaultRetryPolicy, systemClock, type RetryOptions } from '@windhover/pipeline';
import type { S3IngestConfig } from './config.ts';
import { isInInterval } from './interval.ts';
import { listObjects, type ListedObject } from './list-keys.ts';
import { planPartitions, type Partition } from './plan-partitions.ts';

/** An object to replay. */
export interface FoundObject extends ListedObject {
  /** The partition that it was found in. */
  readonly partition: Partition;
}

/** Where each partition begins, when some of it was done before; `done` leaves it out. */
export type PartitionStart = (partition: Partition) => string | 'done' | undefined;

const logFileName = { strict: /\.json(?:\.gz)?$/, fixed: /\.(?:json|jsonl|ndjson|log)(?:\.gz)?$/ };
const noLogFile = /\/CloudTrail-(?:Digest|Aggregated)\//;
const defaultConcurrency = 32;

/**
 * All objects to replay, partition by partition, keys ascending: the same order in every run, whatever is listed ahead.
 * After the last object of a partition comes the partition itself.
 */
export async function* findObjects(
  client: S3Client,
  config: S3IngestConfig,
  signal: AbortSignal,
  startOf: PartitionStart = () => undefined,
): AsyncGenerator<FoundObject | Partition> {
  const { compatibility = 'fixed', clock = systemClock, concurrency = defaultConcurrency } = config;
  const options: RetryOptions = { retryPolicy: defaultRetryPolicy, clock, ...config.retry, signal };
  const partitions = await planPartitions(client, config, clock.nowMs(), options);
  const isWanted = ({ key, size }: ListedObject, partition: Partition): boolean =>
    logFileName[compatibility].test(key) &&
    !(compatibility === 'fixed' && (size === 0 || noLogFile.test(key))) &&
    (!partition.hasInterval || isInInterval(key, config.interval));

  const begun: { partition: Partition; pages: AsyncGenerator<ListedObject[]>; first: Promise<unknown> }[] =
    [];
  let next = 0;
  const listAhead = (): void => {
    while (begun.length < concurrency && next < partitions.length) {
      const partition = partitions[next++]!;
      const start = startOf(partition);
      if (start === 'done') continue;
      const startAfter = start ?? partition.startAfter;
      const pages = listObjects(client, config.bucket, partition.prefix, startAfter, options);
      const first = pages.next();
      first.catch(() => undefined);
      begun.push({ partition, pages, first });
    }
  };
  for (listAhead(); begun.length > 0; listAhead()) {
    const { partition, pages, first } = begun.shift()!;
    for (
      let page = (await first) as IteratorResult<ListedObject[]>;
      page.done !== true;
      page = await pages.next()
    ) {
      for (const object of page.value) {
        if (signal.aborted) return;
        if (isWanted(object, partition)) yield { ...object, partition };
      }
    }
    yield partition;
  }
}

/** Whether this is an object or the end of a partition. */
export function isFoundObject(item: FoundObject | Partition): item is FoundObject {
  return 'key' in item;
}
