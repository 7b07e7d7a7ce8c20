// Remembers what was delivered, partition by partition, so that a replay that was killed goes on where it was.

import { createHash } from 'node:crypto';
import { createSettlementOrder, type PositionStore, type SettlementOrder } from '@windhover/pipeline';
import type { S3IngestConfig } from './config.ts';
import type { PartitionStart } from './find-objects.ts';
import type { Interval } from './interval.ts';
import type { Partition } from './plan-partitions.ts';

/** The progress of one replay. */
export interface ReplayProgress {
  /** The window of the first run: ages such as `5d` would have moved since. */
  readonly interval: Interval | undefined;
  readonly startOf: PartitionStart;
  begin(partition: Partition, key: string): void;
  settle(partition: Partition, key: string): void;
  /** All objects of the partition have begun. */
  finish(partition: Partition): void;
}

/** Without a store nothing is remembered. The same store can serve any number of different replays. */
export function openProgress(config: S3IngestConfig): ReplayProgress {
  const { checkpoint } = config;
  if (checkpoint === undefined) {
    const forget = (): void => undefined;
    return {
      interval: config.interval,
      startOf: () => undefined,
      begin: forget,
      settle: forget,
      finish: forget,
    };
  }
  const scope = nameReplay(config);
  const orders = new Map<string, SettlementOrder>();
  const orderOf = ({ prefix }: Partition): SettlementOrder => {
    const known = orders.get(prefix);
    if (known !== undefined) return known;
    const order = createSettlementOrder((key) => {
      checkpoint.set(scope, prefix, key);
      if (key === done) orders.delete(prefix);
    });
    orders.set(prefix, order);
    return order;
  };
  return {
    interval: restoreInterval(checkpoint, scope, config.interval),
    startOf: ({ prefix }) => {
      const position = checkpoint.get(scope, prefix);
      return position === done ? 'done' : position;
    },
    begin: (partition, key) => orderOf(partition).begin(key),
    settle: (partition, key) => orderOf(partition).settle(key),
    finish(partition) {
      orderOf(partition).begin(done);
      orderOf(partition).settle(done);
    },
  };
}

/** No key: keys have at most 1024 bytes and cannot be empty. */
const done = '';
const intervalPart = ' interval';

/** What was asked for, but for the window, which is remembered with it. */
function nameReplay({ bucket, prefix, accounts, regions, compatibility, interval }: S3IngestConfig): string {
  const parameters = JSON.stringify([accounts, regions, compatibility, interval !== undefined]);
  return `s3://${bucket}/${prefix} ${createHash('sha256').update(parameters).digest('hex').slice(0, 16)}`;
}

function restoreInterval(
  store: PositionStore,
  scope: string,
  interval: Interval | undefined,
): Interval | undefined {
  if (interval === undefined) return undefined;
  const remembered = store.get(scope, intervalPart);
  if (remembered !== undefined) return JSON.parse(remembered) as Interval;
  store.set(scope, intervalPart, JSON.stringify(interval));
  return interval;
}
