import { crc32 } from 'node:zlib';
import { DamagedObjectError } from './damaged-object-error.ts';
import { gzipTrailerBytes, measureGzipHeader } from './gzip-header.ts';
import type { MemberInflater } from './member-inflater.ts';

/** What came out of the members of a gzip object up to its end or its damage. */
export interface InflatedObject {
  /** The bytes, in order; valid until the inflater takes its next object. */
  readonly parts: readonly Uint8Array[];
  /** Why the rest could not be inflated. */
  readonly damage?: DamagedObjectError;
}

/**
 * Inflate all members of a gzip object in memory, checking checksum and length of each. Gives `undefined` when more
 * than `maxBytes` come out: such an object is inflated as a stream instead. Nothing is believed of the lengths
 * that the object claims.
 */
export function inflateWhole(
  inflater: MemberInflater,
  bytes: Uint8Array,
  maxBytes: number,
): InflatedObject | undefined {
  let at = 0;
  let total = 0;
  const stop = (problem: string): InflatedObject => ({
    parts: inflater.output(),
    damage: new DamagedObjectError('damaged-gzip', problem),
  });
  inflater.load(bytes);
  while (at < bytes.length) {
    const headerBytes = measureGzipHeader(bytes, at);
    if (typeof headerBytes === 'string') return stop(`no gzip member at byte ${at}`);
    const body = inflater.inflate(at + headerBytes, maxBytes - total);
    if (body === 'too-large') return undefined;
    if (body === 'damaged') return stop(`damaged data in the gzip member at byte ${at}`);
    const problem = checkTrailer(bytes.subarray(body.end), lastBytes(inflater.output(), body.length));
    if (problem !== undefined) return stop(`${problem} in the gzip member at byte ${at}`);
    total += body.length;
    at = body.end + gzipTrailerBytes;
  }
  if (at === 0) return stop('no data');
  return { parts: inflater.output() };
}

function lastBytes(parts: readonly Uint8Array[], length: number): Uint8Array {
  const last = parts.at(-1)!;
  return last.subarray(last.length - length);
}

function checkTrailer(trailer: Uint8Array, inflated: Uint8Array): string | undefined {
  if (trailer.length < gzipTrailerBytes) return 'truncated trailer';
  const view = new DataView(trailer.buffer, trailer.byteOffset, gzipTrailerBytes);
  if (view.getUint32(0, true) !== crc32(inflated)) return 'wrong checksum';
  if (view.getUint32(4, true) !== inflated.length % 2 ** 32) return 'wrong length';
  return undefined;
}
