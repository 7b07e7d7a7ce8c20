import type { Readable } from 'node:stream';
import type { Compatibility } from '@windhover/pipeline';

/** What the file ingest reads. */
export interface FileIngestConfig {
  /** Files and directories, in this order; `-` is standard input. */
  readonly paths: readonly string[];
  /**
   * `strict`: as the plugin of the source reads a local path. That of CloudTrail, which is also taken where no source
   * is named, reads only names ending in `.json` or `.json.gz`, gzip by name; the others read any file as it is, and
   * those of a directory, not of its subdirectories, by the time of their last change.
   * `fixed` (default): a file that is named is read whatever its name is, gzip by content.
   */
  readonly compatibility?: Compatibility;
  /** Event source of all records; without it each object is recognised by its content. */
  readonly sourceName?: string;
  /** What `-` reads. */
  readonly stdin?: Readable;
}

/** Names that are taken from a directory in `fixed` mode. */
const logFileName = /\.(?:json|jsonl|ndjson|log)(?:\.gz)?$/;
const cloudTrailFileName = /\.json(?:\.gz)?$/;

/** Which plugin's way of reading files is followed; undefined in `fixed` mode. */
export function findStrictReader(config: FileIngestConfig): 'cloudtrail' | 'plain' | undefined {
  if (config.compatibility !== 'strict') return undefined;
  const { sourceName = 'aws_cloudtrail' } = config;
  return sourceName === 'aws_cloudtrail' || sourceName === 'awscloudtrail' ? 'cloudtrail' : 'plain';
}

/** Whether a file found in a directory is read. */
export function isLogFileName(name: string, config: FileIngestConfig): boolean {
  return (findStrictReader(config) === 'cloudtrail' ? cloudTrailFileName : logFileName).test(name);
}
