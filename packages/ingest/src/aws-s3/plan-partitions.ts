import type { S3Client } from '@aws-sdk/client-s3';
import type { RetryOptions } from '@windhover/pipeline';
import type { S3IngestConfig } from './config.ts';
import { formatDayFolder, type Interval } from './interval.ts';
import { listFolders } from './list-keys.ts';

/** A prefix that is listed on its own, beside others. */
export interface Partition {
  readonly prefix: string;
  /** Nothing up to this key is asked for. */
  readonly startAfter?: string;
  /** Whether the interval says anything of its objects. */
  readonly hasInterval: boolean;
}

const dayMs = 86_400_000;
/** A longer interval is listed by region as a whole: empty days cost a request each. */
const maxDays = 400;
const accountPattern = /^\d{12}$/;

/**
 * The partitions of a replay, in the order in which their objects are delivered (spec/sources-aws.md §6.4): by account,
 * region and, with an interval, day. A prefix that does not lead to CloudTrail's folders is one partition.
 */
export async function planPartitions(
  client: S3Client,
  config: S3IngestConfig,
  nowMs: number,
  options: RetryOptions,
): Promise<Partition[]> {
  const partitions: Partition[] = [];
  for (const prefix of await refinePrefix(client, config, options)) {
    const regions = prefix.endsWith('/CloudTrail/')
      ? await listFolders(client, config.bucket, prefix, options)
      : [];
    const wanted = regions.filter((region) => isWantedRegion(region, config.regions));
    for (const region of wanted) partitions.push(...splitRegion(region, config, nowMs));
    // A folder without regions holds what the name does not promise; it is listed as it is.
    if (regions.length === 0 && config.compatibility !== 'strict')
      partitions.push({ prefix, hasInterval: false });
  }
  const isNothing = config.compatibility === 'strict' && partitions.length === 0;
  return isNothing ? [{ prefix: config.prefix, hasInterval: false }] : partitions;
}

/** From a prefix that ends in `AWSLogs`, an organisation or an account to the `CloudTrail/` folders below it. */
async function refinePrefix(
  client: S3Client,
  config: S3IngestConfig,
  options: RetryOptions,
): Promise<string[]> {
  const { bucket, prefix, compatibility = 'fixed' } = config;
  // The plugin does not see `AWSLogs` at the very beginning.
  const root = compatibility === 'strict' ? '/' : '(?:^|/)';
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  if (new RegExp(String.raw`${root}AWSLogs/(?:o-[a-z0-9]{10,32}/)?\d{12}/$`).test(folder))
    return [`${folder}CloudTrail/`];
  if (!new RegExp(`${root}AWSLogs/(?:o-[a-z0-9]{10,32}/)?$`).test(folder)) {
    return compatibility === 'fixed' && /(?:^|\/)CloudTrail\/$/.test(folder) ? [folder] : [prefix];
  }
  if (config.accounts !== undefined && config.accounts.length > 0) {
    return config.accounts.map((account) => `${folder}${account}/CloudTrail/`);
  }
  const accounts: string[] = [];
  for (const child of await listFolders(client, bucket, folder, options)) {
    if (accountPattern.test(lastName(child))) accounts.push(child);
    else if (/^o-[a-z0-9]{10,32}$/.test(lastName(child))) {
      const members = await listFolders(client, bucket, child, options);
      accounts.push(...members.filter((member) => accountPattern.test(lastName(member))));
    }
  }
  return accounts.map((account) => `${account}CloudTrail/`);
}

function splitRegion(
  region: string,
  { interval, compatibility }: S3IngestConfig,
  nowMs: number,
): Partition[] {
  if (interval === undefined) return [{ prefix: region, hasInterval: true }];
  const days = compatibility === 'strict' ? undefined : listDays(interval, nowMs);
  return days === undefined
    ? [{ prefix: region, startAfter: region + formatDayFolder(interval.startMs), hasInterval: true }]
    : days.map((day) => ({ prefix: region + day, hasInterval: true }));
}

/** Undefined when there are too many. */
function listDays(interval: Interval, nowMs: number): string[] | undefined {
  const first = Math.floor(interval.startMs / dayMs);
  const last = Math.floor((interval.endMs ?? nowMs) / dayMs);
  if (last - first >= maxDays) return undefined;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    formatDayFolder((first + index) * dayMs),
  );
}

function isWantedRegion(folder: string, regions: readonly string[] | undefined): boolean {
  return regions === undefined || regions.length === 0 || regions.includes(lastName(folder));
}

function lastName(folder: string): string {
  return folder.split('/').at(-2) ?? '';
}
