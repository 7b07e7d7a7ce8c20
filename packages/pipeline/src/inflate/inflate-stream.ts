import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { DamagedObjectError } from './damaged-object-error.ts';
import { gzipTrailerBytes, measureGzipHeader } from './gzip-header.ts';
import { PushbackReader } from './pushback-reader.ts';

const outputChunkBytes = 64 * 1024;

/**
 * Inflate a gzip object of any length in constant memory, checking checksum and length of each member. Throws a
 * `DamagedObjectError` at the damage, after what came out before it, or when more than `maxBytes` come out.
 */
export async function* inflateStream(
  input: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const reader = new PushbackReader(input);
  let total = 0;
  try {
    for (let member = 1; member === 1 || !(await reader.isAtEnd()); member++) {
      await skipHeader(reader, member);
      let crc = 0;
      let length = 0;
      for await (const chunk of inflateBody(reader)) {
        crc = crc32(chunk, crc);
        length += chunk.length;
        total += chunk.length;
        if (total > maxBytes)
          throw new DamagedObjectError('too-large', `inflates to more than ${maxBytes} bytes`);
        yield chunk;
      }
      await checkTrailer(reader, member, crc, length);
    }
  } finally {
    await reader.close();
  }
}

async function skipHeader(reader: PushbackReader, member: number): Promise<void> {
  let head: Uint8Array = new Uint8Array();
  for (;;) {
    const chunk = await reader.next();
    if (chunk === undefined) throw damaged(`truncated header of gzip member ${member}`);
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const headerBytes = measureGzipHeader(head, 0);
    if (headerBytes === 'damaged') throw damaged(`gzip member ${member} has no gzip header`);
    if (headerBytes !== 'incomplete') return reader.unread(head.subarray(headerBytes));
    head = Buffer.from(head);
  }
}

/** Yields what inflates and leaves the reader at the first byte after the compressed data. */
async function* inflateBody(reader: PushbackReader): AsyncGenerator<Uint8Array> {
  const inflater = createInflateRaw({ chunkSize: outputChunkBytes });
  let readFailure: unknown;
  const feeding = feed(reader, inflater).catch((error: unknown) => {
    readFailure = error;
    inflater.destroy();
  });
  try {
    for await (const chunk of inflater) yield chunk as Uint8Array;
  } catch (error) {
    if (readFailure !== undefined) throw readFailure;
    throw damaged(`damaged gzip data (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  } finally {
    inflater.destroy();
  }
  await feeding;
  if (readFailure !== undefined) throw readFailure;
}

async function feed(reader: PushbackReader, inflater: InflateRaw): Promise<void> {
  let fed = 0;
  for (;;) {
    const chunk = await reader.next();
    if (chunk === undefined) {
      inflater.end();
      return;
    }
    await write(inflater, chunk);
    const leftOver = fed + chunk.length - inflater.bytesWritten;
    if (leftOver > 0) return reader.unread(chunk.subarray(chunk.length - leftOver));
    fed += chunk.length;
  }
}

function write(inflater: InflateRaw, chunk: Uint8Array): Promise<void> {
  // A failure is reported by the stream itself, to whoever reads it; after one the callback may never come.
  return new Promise((resolve) => {
    inflater.once('close', resolve);
    inflater.write(chunk, () => {
      inflater.off('close', resolve);
      resolve();
    });
  });
}

async function checkTrailer(
  reader: PushbackReader,
  member: number,
  crc: number,
  length: number,
): Promise<void> {
  const trailer = await reader.take(gzipTrailerBytes);
  if (trailer.length < gzipTrailerBytes) throw damaged(`truncated trailer of gzip member ${member}`);
  const view = new DataView(trailer.buffer, trailer.byteOffset, gzipTrailerBytes);
  if (view.getUint32(0, true) !== crc) throw damaged(`wrong checksum of gzip member ${member}`);
  if (view.getUint32(4, true) !== length % 2 ** 32) throw damaged(`wrong length of gzip member ${member}`);
}

function damaged(message: string): DamagedObjectError {
  return new DamagedObjectError('damaged-gzip', message);
}
