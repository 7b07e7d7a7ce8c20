import { sliceToByteString, type ByteString } from '@windhover/bytes';
import type { JsonNode } from './node.ts';
import { isStrictJson } from './strict-json.ts';
import { passString, skipWhitespace } from './validate-json.ts';

/**
 * The node's text re-indented by two blanks a level, number text and escapes verbatim, empty containers on one line
 * (spec sources-aws.md §3, `json.obj`). Undefined for text that only the lenient reader accepts.
 */
export function indentText(node: JsonNode): ByteString | undefined {
  if (!isStrictJson(node)) return undefined;
  const { bytes, end } = node;
  const parts: string[] = [];
  let depth = 0;
  let at = node.start;
  const newLine = (): void => void parts.push(`\n${'  '.repeat(depth)}`);
  while (at < end) {
    const byte = bytes[at]!;
    switch (byte) {
      case 0x7b:
      case 0x5b: {
        const inside = skipWhitespace(bytes, at + 1, end);
        if (bytes[inside] === byte + 2) {
          parts.push(byte === 0x7b ? '{}' : '[]');
          at = inside + 1;
        } else {
          depth += 1;
          parts.push(byte === 0x7b ? '{' : '[');
          newLine();
          at = inside;
        }
        break;
      }
      case 0x7d:
      case 0x5d:
        depth -= 1;
        newLine();
        parts.push(byte === 0x7d ? '}' : ']');
        at += 1;
        break;
      case 0x2c:
        parts.push(',');
        newLine();
        at += 1;
        break;
      case 0x3a:
        parts.push(': ');
        at += 1;
        break;
      case 0x22: {
        const next = passString(bytes, at, end);
        parts.push(sliceToByteString(bytes, at, next));
        at = next;
        break;
      }
      default: {
        const next = byte <= 0x20 ? at + 1 : endOfWord(bytes, at, end);
        if (byte > 0x20) parts.push(sliceToByteString(bytes, at, next));
        at = next;
      }
    }
  }
  return parts.join('');
}

function endOfWord(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && !isDelimiter(bytes[next]!)) next += 1;
  return next;
}

function isDelimiter(byte: number): boolean {
  return byte <= 0x20 || byte === 0x2c || byte === 0x7d || byte === 0x5d;
}
