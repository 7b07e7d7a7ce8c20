// Reads what is appended to a log file, across rotation: by renaming, or by copying and truncating.

import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  createSettlementOrder,
  systemClock,
  type Clock,
  type Ingest,
  type IngestObject,
  type PositionStore,
} from '@windhover/pipeline';

/** What is followed, and how. */
export interface FollowConfig {
  readonly path: string;
  /** Where it is remembered what was delivered; without it a new run starts at the beginning of the file. */
  readonly positions?: PositionStore;
  /** How often the file is looked at; 1000 by default. */
  readonly pollIntervalMs?: number;
  /** Lines are handed on together up to this size; a longer line is cut. 1 MiB by default. */
  readonly maxObjectBytes?: number;
  readonly sourceName?: string;
  readonly clock?: Clock;
}

const defaultPollMs = 1000;
const defaultObjectBytes = 1024 ** 2;
const retryMs = 5000;
const newline = 0x0a;

/** A file while it is read: what it is, whatever its name becomes. */
interface OpenFile {
  readonly handle: FileHandle;
  readonly inode: string;
  offset: number;
}

/** Follow a file. It need not exist yet. An object is some whole lines; one that was not delivered comes again later. */
export function createFollowIngest(config: FollowConfig): Ingest {
  return {
    name: 'file',
    read: (signal) => follow(config, signal),
    close: async () => undefined,
  };
}

async function* follow(config: FollowConfig, signal: AbortSignal): AsyncGenerator<IngestObject> {
  const { path, positions, clock = systemClock, pollIntervalMs = defaultPollMs } = config;
  const order = createSettlementOrder((position) => positions?.set(scope, path, position));
  const again: { dueMs: number; object: IngestObject }[] = [];
  const hand = (inode: string, start: number, bytes: Uint8Array): IngestObject => {
    const end = `${inode}:${start + bytes.length}`;
    order.begin(end);
    const object: IngestObject = {
      origin: { ingest: 'file', name: `${path}#${inode}:${start}` },
      bytes,
      ...(config.sourceName !== undefined && { sourceName: config.sourceName }),
      ack: async () => order.settle(end),
      nack: async () => void again.push({ dueMs: clock.nowMs() + retryMs, object }),
    };
    return object;
  };

  let file = await openRemembered(config);
  try {
    while (!signal.aborted) {
      for (
        let next = again[0];
        next !== undefined && next.dueMs <= clock.nowMs() && !signal.aborted;
        next = again[0]
      ) {
        again.shift();
        yield next.object;
      }
      file ??= await openAt(path, 0);
      // Whether the name means another file by now is asked before reading, so that nothing is written after the end.
      const isRotated = file !== undefined && (await readInode(path)) !== file.inode;
      if (file !== undefined) {
        yield* readLines(file, config, isRotated, signal, hand);
        if (isRotated && !signal.aborted) {
          await file.handle.close();
          file = undefined;
          continue;
        }
      }
      await clock.sleep(pollIntervalMs, signal);
    }
  } finally {
    await file?.handle.close();
  }
}

const scope = 'file';

/** All whole lines that are there; of a file that is done also what stands after the last line end. */
async function* readLines(
  file: OpenFile,
  { maxObjectBytes = defaultObjectBytes }: FollowConfig,
  isDone: boolean,
  signal: AbortSignal,
  hand: (inode: string, start: number, bytes: Uint8Array) => IngestObject,
): AsyncGenerator<IngestObject> {
  const { size } = await file.handle.stat();
  // Somebody copied the file away and emptied it.
  if (size < file.offset) file.offset = 0;
  while (!signal.aborted) {
    const buffer = Buffer.allocUnsafe(maxObjectBytes);
    const { bytesRead } = await file.handle.read(buffer, 0, maxObjectBytes, file.offset);
    if (bytesRead === 0) return;
    const lineEnd = buffer.lastIndexOf(newline, bytesRead - 1) + 1;
    const isCut = bytesRead === maxObjectBytes || isDone;
    const length = lineEnd > 0 ? lineEnd : isCut ? bytesRead : 0;
    if (length === 0) return;
    const start = file.offset;
    file.offset += length;
    yield hand(file.inode, start, buffer.subarray(0, length));
  }
}

/** The file that the last run was reading, which may have another name by now, from where it was. */
async function openRemembered({ path, positions }: FollowConfig): Promise<OpenFile | undefined> {
  const [inode, offset] = positions?.get(scope, path)?.split(':') ?? [];
  if (inode === undefined) return undefined;
  if ((await readInode(path)) === inode) return openAt(path, Number(offset));
  const directory = dirname(path);
  for (const name of (await readdir(directory).catch(() => [])).sort()) {
    const candidate = join(directory, name);
    if (name.startsWith(basename(path)) && (await readInode(candidate)) === inode)
      return openAt(candidate, Number(offset));
  }
  return undefined;
}

async function openAt(path: string, offset: number): Promise<OpenFile | undefined> {
  try {
    const handle = await open(path, 'r');
    return { handle, inode: `${(await handle.stat()).ino}`, offset };
  } catch (error) {
    // It will come.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readInode(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? undefined : `${found.ino}`;
}
