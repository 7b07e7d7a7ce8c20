import type { Clock, Compatibility, PositionStore, RetryOptions } from '@windhover/pipeline';
import type { Interval } from './interval.ts';

/** What the S3 ingest reads. */
export interface S3IngestConfig {
  readonly bucket: string;
  readonly prefix: string;
  /** `strict`: prefixes, regions and intervals as the cloudtrail plugin understands them. */
  readonly compatibility?: Compatibility;
  /** Window over the times in the names of log files. */
  readonly interval?: Interval;
  /** Only these accounts, where the prefix ends in `AWSLogs`, with or without an organisation. */
  readonly accounts?: readonly string[];
  /** Only these regions, where the prefix leads to CloudTrail's folders. */
  readonly regions?: readonly string[];
  /** Objects that are listed and downloaded ahead, `s3DownloadConcurrency`; 32 by default. */
  readonly concurrency?: number;
  /** Bytes that are downloaded ahead; 64 MiB by default. */
  readonly maxAheadBytes?: number;
  /** Larger objects come in ranges of this size. */
  readonly rangeBytes?: number;
  /** Event source of all records; without it each object is recognised by its content. */
  readonly sourceName?: string;
  /** Where it is remembered what was delivered, to go on there in another run. */
  readonly checkpoint?: PositionStore;
  readonly retry?: RetryOptions;
  readonly clock?: Clock;
}

/** The bucket and prefix of `s3://BUCKET[/PREFIX]`; undefined for any other text. */
export function parseS3Url(url: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(url) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix: prefix ?? '' };
}
