import { sliceToByteString } from '@windhover/bytes';
import type { JsonNode } from './node.ts';
import { passString } from './validate-json.ts';

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const ESCAPES = /^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*$/;

/** Whether accepted text is also JSON by RFC 8259: numbers, escapes and control characters as the standard has them. */
export function isStrictJson({ bytes, start, end }: JsonNode): boolean {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === 0x22) {
      const next = passString(bytes, at, end);
      if (!isStrictString(bytes, at + 1, next - 1)) return false;
      at = next;
    } else if (byte === 0x2d || byte === 0x2b || byte === 0x2e || (byte >= 0x30 && byte <= 0x39)) {
      let next = at;
      while (next < end && !isDelimiter(bytes[next]!)) next += 1;
      if (!NUMBER.test(sliceToByteString(bytes, at, next))) return false;
      at = next;
    } else if (
      byte === 0x74 ||
      byte === 0x66 ||
      byte === 0x6e ||
      byte === 0x4e ||
      byte === 0x49 ||
      byte === 0x69
    ) {
      let next = at;
      while (next < end && !isDelimiter(bytes[next]!)) next += 1;
      const word = sliceToByteString(bytes, at, next);
      if (word !== 'true' && word !== 'false' && word !== 'null') return false;
      at = next;
    } else if (byte === 0x65 || byte === 0x45) {
      return false;
    } else {
      at += 1;
    }
  }
  return true;
}

function isStrictString(bytes: Uint8Array, start: number, end: number): boolean {
  let escaped = false;
  for (let at = start; at < end; at++) {
    if (bytes[at]! < 0x20) return false;
    escaped ||= bytes[at] === 0x5c;
  }
  return !escaped || ESCAPES.test(sliceToByteString(bytes, start, end));
}

function isDelimiter(byte: number): boolean {
  return byte <= 0x20 || byte === 0x2c || byte === 0x7d || byte === 0x5d || byte === 0x3a;
}
