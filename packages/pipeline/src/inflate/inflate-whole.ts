import { crc32, inflateRawSync } from 'node:zlib';
import { DamagedObjectError } from './damaged-object-error.ts';
import { gzipTrailerBytes, measureGzipHeader } from './gzip-header.ts';

/** Larger output chunks save copies; see docs/architecture.md, "The engine". */
const outputChunkBytes = 256 * 1024;

/** What came out of the members of a gzip object up to its end or its damage. */
export interface InflatedObject {
  readonly members: readonly Uint8Array[];
  /** Why the rest could not be inflated. */
  readonly damage?: DamagedObjectError;
}

/**
 * Inflate all members of a gzip object in memory, checking checksum and length of each. Gives `undefined` when more
 * than `maxBytes` come out: such an object is inflated as a stream instead. Nothing is believed of the lengths
 * that the object claims.
 */
export function inflateWhole(bytes: Uint8Array, maxBytes: number): InflatedObject | undefined {
  const members: Uint8Array[] = [];
  let at = 0;
  let total = 0;
  while (at < bytes.length) {
    const headerBytes = measureGzipHeader(bytes, at);
    if (typeof headerBytes === 'string') return { members, damage: damaged(`no gzip member at byte ${at}`) };
    const body = bytes.subarray(at + headerBytes);
    const inflated = inflateBody(body, maxBytes - total);
    if (inflated === 'too-large') return undefined;
    if (inflated === 'damaged')
      return { members, damage: damaged(`damaged data in the gzip member at byte ${at}`) };
    const problem = checkTrailer(body.subarray(inflated.consumed), inflated.bytes);
    if (problem !== undefined)
      return { members, damage: damaged(`${problem} in the gzip member at byte ${at}`) };
    members.push(inflated.bytes);
    total += inflated.bytes.length;
    at += headerBytes + inflated.consumed + gzipTrailerBytes;
  }
  return members.length > 0 ? { members } : { members, damage: damaged('no data') };
}

function inflateBody(
  body: Uint8Array,
  maxBytes: number,
): { readonly bytes: Uint8Array; readonly consumed: number } | 'too-large' | 'damaged' {
  try {
    const options = { info: true, chunkSize: outputChunkBytes, maxOutputLength: Math.max(1, maxBytes) };
    // With `info` the result carries the engine, whose `bytesWritten` is what it consumed; the types do not say so.
    const result = inflateRawSync(body, options) as unknown as {
      buffer: Uint8Array;
      engine: { bytesWritten: number };
    };
    return { bytes: result.buffer, consumed: result.engine.bytesWritten };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged';
  }
}

function checkTrailer(trailer: Uint8Array, inflated: Uint8Array): string | undefined {
  if (trailer.length < gzipTrailerBytes) return 'truncated trailer';
  const view = new DataView(trailer.buffer, trailer.byteOffset, gzipTrailerBytes);
  if (view.getUint32(0, true) !== crc32(inflated)) return 'wrong checksum';
  if (view.getUint32(4, true) !== inflated.length % 2 ** 32) return 'wrong length';
  return undefined;
}

function damaged(message: string): DamagedObjectError {
  return new DamagedObjectError('damaged-gzip', message);
}
