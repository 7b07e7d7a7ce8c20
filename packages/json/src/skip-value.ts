import { passScalar, passString } from './validate-json.ts';

const QUOTE = 0x22;

/** Offset after the accepted value that starts at `at`. */
export function skipValue(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first !== 0x7b && first !== 0x5b) return passScalar(bytes, at, end);
  let depth = 0;
  let next = at;
  while (next < end) {
    const byte = bytes[next]!;
    if (byte === QUOTE) {
      next = passString(bytes, next, end);
      continue;
    }
    next += 1;
    if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return next;
  }
  return end;
}
