import type { S3Client } from '@aws-sdk/client-s3';
import { readLogFileName } from '../aws-object/log-file-name.ts';
import type { S3IngestConfig } from './config.ts';
import { findObjects, isFoundObject } from './find-objects.ts';
import { openProgress } from './progress.ts';

/** What a replay would read. */
export interface ReplayEstimate {
  readonly objects: number;
  readonly bytes: number;
  /** By day of the log file's name, ascending; objects without one are under `unknown`. */
  readonly days: Readonly<Record<string, { objects: number; bytes: number }>>;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** List what is left to replay and add it up, without reading an object or changing the checkpoint's progress. */
export async function estimateReplay(
  client: S3Client,
  config: S3IngestConfig,
  signal: AbortSignal,
  onObject: (key: string, size: number) => void = () => undefined,
): Promise<ReplayEstimate> {
  const days = new Map<string, { objects: number; bytes: number }>();
  const accounts = new Set<string>();
  const regions = new Set<string>();
  const sums = { objects: 0, bytes: 0 };
  for await (const item of findObjects(client, config, signal, openProgress(config).startOf)) {
    if (!isFoundObject(item)) continue;
    onObject(item.key, item.size);
    const name = readLogFileName(item.key);
    const day = name?.logTime.slice(0, 10) ?? 'unknown';
    if (name !== undefined) {
      accounts.add(name.account);
      regions.add(name.region);
    }
    const perDay = days.get(day) ?? { objects: 0, bytes: 0 };
    days.set(day, { objects: perDay.objects + 1, bytes: perDay.bytes + item.size });
    sums.objects++;
    sums.bytes += item.size;
  }
  return {
    ...sums,
    days: Object.fromEntries([...days].sort(([a], [b]) => (a < b ? -1 : 1))),
    accounts: [...accounts].sort(),
    regions: [...regions].sort(),
  };
}
