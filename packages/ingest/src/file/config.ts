import type { Readable } from 'node:stream';
import type { Compatibility } from '@windhover/pipeline';

/** What the file ingest reads. */
export interface FileIngestConfig {
  /** Files and directories, in this order; `-` is standard input. */
  readonly paths: readonly string[];
  /**
   * `strict`: as the cloudtrail plugin reads a local path, only names ending in `.json` or `.json.gz`, gzip by name;
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
const pluginFileName = /\.json(?:\.gz)?$/;

/** Whether a file found in a directory is read. */
export function isLogFileName(name: string, compatibility: Compatibility): boolean {
  return (compatibility === 'strict' ? pluginFileName : logFileName).test(name);
}
