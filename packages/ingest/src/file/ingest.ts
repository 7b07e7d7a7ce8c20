import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  createFileBytes,
  type ByteStream,
  type ContentEncoding,
  type Ingest,
  type IngestObject,
} from '@windhover/pipeline';
import { findStrictReader, isLogFileName, type FileIngestConfig } from './config.ts';
import { FileInputError } from './file-input-error.ts';
import { limitLines } from './limit-lines.ts';
import { createStreamBytes } from './stream-bytes.ts';
import { listFilesByAge, walkFiles, type FoundFile } from './walk-files.ts';

/** What the scanner of the k8saudit plugin holds, without the line feed. */
const maxScannedBytes = 65_535;

/**
 * Reads files, directories and standard input once, in the order given (for `strict` spec/sources-aws.md §6.3 and
 * spec/sources-k8s-okta-github.md §A.6). The iteration throws a `FileInputError` for a path that does not exist or a
 * directory without log files.
 */
export function createFileIngest(config: FileIngestConfig): Ingest {
  return {
    name: 'file',
    async *read(signal) {
      for (const path of config.paths) {
        for await (const object of readPath(path, config)) {
          if (signal.aborted) return;
          yield object;
        }
      }
    },
    close: async () => undefined,
  };
}

async function* readPath(path: string, config: FileIngestConfig): AsyncGenerator<IngestObject> {
  if (path === '') throw new FileInputError('missing input directory argument');
  if (path === '-' && config.stdin !== undefined) {
    yield createObject('-', createStreamBytes(config.stdin), config);
    return;
  }
  let isEmpty = true;
  for await (const file of findFiles(path, config)) {
    isEmpty = false;
    // A pipe or device tells no size and cannot be read twice.
    const bytes = file.isRegular
      ? createFileBytes(file.path, file.size)
      : createStreamBytes(createReadStream(file.path));
    const isScanned = config.compatibility === 'strict' && config.sourceName === 'k8s_audit';
    yield createObject(file.path, isScanned ? limitLines(bytes, maxScannedBytes) : bytes, config);
  }
  if (isEmpty) throw new FileInputError(`no json files found in ${path}`);
}

async function* findFiles(path: string, config: FileIngestConfig): AsyncGenerator<FoundFile> {
  const isWanted = (name: string): boolean => isLogFileName(name, config);
  const reader = findStrictReader(config);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new FileInputError(`cannot open ${path}`);
  if (found.isDirectory()) yield* reader === 'plain' ? listFilesByAge(path) : walkFiles(path, isWanted);
  else if (reader !== 'cloudtrail' || isWanted(basename(path))) {
    yield { path, size: found.size, isRegular: found.isFile() };
  }
}

function createObject(path: string, bytes: ByteStream, config: FileIngestConfig): IngestObject {
  const encoding = path === '-' ? undefined : readEncoding(path, config);
  return {
    origin: { ingest: 'file', name: path },
    bytes,
    ...(config.sourceName !== undefined && { sourceName: config.sourceName }),
    ...(encoding !== undefined && { encoding }),
    ack: async () => undefined,
    nack: async () => undefined,
  };
}

function readEncoding(path: string, config: FileIngestConfig): ContentEncoding | undefined {
  const reader = findStrictReader(config);
  if (reader === undefined) return undefined;
  return reader === 'cloudtrail' && path.endsWith('.json.gz') ? 'gzip' : 'identity';
}
