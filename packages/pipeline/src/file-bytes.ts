import { closeSync, openSync, readSync } from 'node:fs';
import type { ByteStream } from './contract.ts';
import { ObjectUnavailableError } from './delivery-errors.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * The bytes of a file, opened anew by each iteration. They are read on the spot: handing each read to another thread
 * takes longer than the read, and one chunk is used for all of them.
 */
export function createFileBytes(path: string, size?: number): ByteStream {
  return {
    ...(size !== undefined && { size }),
    path,
    [Symbol.asyncIterator]: () => readChunks(path, size ?? CHUNK_BYTES),
  };
}

async function* readChunks(path: string, expectedBytes: number): AsyncGenerator<Uint8Array> {
  const file = attempt(path, () => openSync(path, 'r'));
  try {
    // One byte more than there should be: a whole small file is read in one step, and its end found in the next.
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, expectedBytes + 1));
    for (;;) {
      const count = attempt(path, () => readSync(file, chunk, 0, chunk.length, null));
      if (count === 0) return;
      yield chunk.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

/** What goes wrong with a file becomes the reason why its object is unavailable. */
function attempt<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const reason = reasons[code] ?? 'object-unreadable';
    throw new ObjectUnavailableError(reason, `cannot read ${path}: ${code}`, {
      isTemporary: false,
      cause: error,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'object-gone',
  EACCES: 'object-forbidden',
  EPERM: 'object-forbidden',
};
