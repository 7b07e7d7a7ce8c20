import { createReadStream, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { ObjectUnavailableError, type ByteStream } from '@windhover/pipeline';

const chunkBytes = 256 * 1024;
/** Up to here a file is read in one step: handing the read to another thread takes longer than the read. */
const maxSmallBytes = 1024 ** 2;

/** The bytes of a file, opened anew by each iteration. */
export function createFileBytes(path: string, size: number): ByteStream {
  return {
    size,
    path,
    [Symbol.asyncIterator]: () => (size <= maxSmallBytes ? readSmallFile(path) : readFile(path)),
  };
}

/** The bytes of a stream such as standard input. */
export function createStreamBytes(stream: Readable): ByteStream {
  return {
    isOnceOnly: true,
    [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
  };
}

async function* readSmallFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield readFileSync(path);
  } catch (error) {
    throw explain(path, error as NodeJS.ErrnoException);
  }
}

async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }))
      yield chunk as Uint8Array;
  } catch (error) {
    throw explain(path, error as NodeJS.ErrnoException);
  }
}

function explain(path: string, error: NodeJS.ErrnoException): Error {
  const reasons: Record<string, string> = {
    ENOENT: 'object-gone',
    EACCES: 'object-forbidden',
    EPERM: 'object-forbidden',
  };
  const reason = reasons[error.code ?? ''] ?? 'object-unreadable';
  return new ObjectUnavailableError(reason, `cannot read ${path}: ${error.code}`, {
    isTemporary: false,
    cause: error,
  });
}
