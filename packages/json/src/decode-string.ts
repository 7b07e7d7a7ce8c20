import { sliceToByteString, type ByteString } from '@windhover/bytes';
import type { JsonNode } from './node.ts';

/** The text of a string node, escapes decoded; the empty text for other kinds. */
export function decodeString(node: JsonNode): ByteString {
  return node.kind === 'string' ? decodeStringText(node.bytes, node.start + 1, node.end - 1) : '';
}

/** Whether `bytes[start, end)` contains a backslash. */
export function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === 0x5c) return true;
  return false;
}

/**
 * Decode the inside of a string. Unknown and cut escapes and lone surrogates stay as they are written; a pair of
 * surrogate escapes that is none gives U+FFFD (spec sources-aws.md §1.1).
 */
export function decodeStringText(bytes: Uint8Array, start: number, end: number): ByteString {
  const raw = sliceToByteString(bytes, start, end);
  if (!raw.includes('\\')) return raw;
  let text = '';
  let at = 0;
  for (;;) {
    const backslash = raw.indexOf('\\', at);
    if (backslash < 0 || backslash + 1 >= raw.length) return text + raw.slice(at);
    text += raw.slice(at, backslash);
    const simple = SIMPLE_ESCAPES[raw[backslash + 1]!];
    if (simple !== undefined) {
      text += simple;
      at = backslash + 2;
    } else if (raw[backslash + 1] === 'u') {
      const escape = decodeUnicodeEscape(raw, backslash);
      text += escape.text;
      at = escape.end;
    } else {
      text += raw.slice(backslash, backslash + 2);
      at = backslash + 2;
    }
  }
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The escape `\uXXXX` at `at`, with its second half where it is one of a pair. */
function decodeUnicodeEscape(
  raw: ByteString,
  at: number,
): { readonly text: ByteString; readonly end: number } {
  const unit = parseHex(raw, at + 2);
  if (unit === undefined) return { text: '\\u', end: at + 2 };
  if (unit < 0xd800 || unit > 0xdfff) return { text: encodeCodePoint(unit), end: at + 6 };
  const second = raw[at + 6] === '\\' && raw[at + 7] === 'u' ? parseHex(raw, at + 8) : undefined;
  if (second === undefined) return { text: raw.slice(at, at + 6), end: at + 6 };
  const isPair = unit < 0xdc00 && second >= 0xdc00 && second <= 0xdfff;
  const codePoint = isPair ? 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00) : 0xfffd;
  return { text: encodeCodePoint(codePoint), end: at + 12 };
}

function parseHex(raw: ByteString, at: number): number | undefined {
  const digits = raw.slice(at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? parseInt(digits, 16) : undefined;
}

function encodeCodePoint(codePoint: number): ByteString {
  return Buffer.from(String.fromCodePoint(codePoint), 'utf8').toString('latin1');
}
