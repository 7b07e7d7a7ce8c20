import { decodeByteString, type ByteString } from '@windhover/bytes';

const REPLACEMENT = '\ufffd';

/**
 * Text of a value in `output_fields`. Valid UTF-8 is itself; in anything else the library that Falco uses there takes
 * the bytes after a leading byte for continuations whatever they are, which the recorded alerts show.
 */
export function decodeOutputText(bytes: ByteString): string {
  const text = decodeByteString(bytes);
  return text.includes(REPLACEMENT) ? decodeLeniently(bytes) : text;
}

function decodeLeniently(bytes: ByteString): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes.charCodeAt(at);
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
    if (length === 1) text += bytes[at];
    else
      text +=
        length === 0 || at + length > bytes.length ? REPLACEMENT : decodeSequence(bytes, at, length, lead);
    at += length === 0 || at + length > bytes.length ? 1 : length;
  }
  return text;
}

/** The smallest code point that needs so many bytes; an encoding of less is refused. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];
const LEAD_BITS = [0, 0, 0x1f, 0x0f, 0x07];

function decodeSequence(bytes: ByteString, at: number, length: number, lead: number): string {
  let codePoint = lead & LEAD_BITS[length]!;
  for (let index = 1; index < length; index++)
    codePoint = (codePoint << 6) | (bytes.charCodeAt(at + index) & 0x3f);
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  if (codePoint < SMALLEST[length]! || codePoint > 0x10ffff || isSurrogate) return REPLACEMENT;
  return String.fromCodePoint(codePoint);
}
