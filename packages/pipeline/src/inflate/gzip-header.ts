/** The first bytes of a gzip member (RFC 1952 §2.3.1). */
export const gzipMagic = [0x1f, 0x8b] as const;

/** Length of CRC32 and ISIZE after the compressed data of a member. */
export const gzipTrailerBytes = 8;

const fixedHeaderBytes = 10;
/** Extra field and names are at most this long together; longer ones are taken for damage. */
const maxHeaderBytes = 128 * 1024;
const flag = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

/** Whether `bytes` start as a gzip member does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === gzipMagic[0] && bytes[1] === gzipMagic[1];
}

/**
 * The length of the header of the member that starts at `start`; `incomplete` when `bytes` end inside it,
 * `damaged` when it is none.
 */
export function measureGzipHeader(bytes: Uint8Array, start: number): number | 'incomplete' | 'damaged' {
  const available = bytes.length - start;
  for (let index = 0; index < Math.min(available, 2); index++) {
    if (bytes[start + index] !== gzipMagic[index]) return 'damaged';
  }
  if (available < fixedHeaderBytes) return 'incomplete';
  const flags = bytes[start + 3]!;
  if (bytes[start + 2] !== 8 || (flags & flag.reserved) !== 0) return 'damaged';
  let at = start + fixedHeaderBytes;
  if ((flags & flag.extra) !== 0) {
    if (bytes.length < at + 2) return 'incomplete';
    at += 2 + bytes[at]! + bytes[at + 1]! * 256;
  }
  for (const text of [flag.name, flag.comment]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return available > maxHeaderBytes ? 'damaged' : 'incomplete';
    at = end + 1;
  }
  if ((flags & flag.headerCrc) !== 0) at += 2;
  if (at - start > maxHeaderBytes) return 'damaged';
  return at > bytes.length ? 'incomplete' : at - start;
}

/** The length that the last member claims to inflate to: enough to choose a way by, not to be believed otherwise. */
export function readClaimedLength(bytes: Uint8Array): number {
  if (bytes.length < gzipTrailerBytes) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
}
