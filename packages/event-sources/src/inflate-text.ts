// CloudWatch Logs data and its like come as base64 of gzip, as text inside JSON or on a line of its own.

import { gunzipSync } from 'node:zlib';
import type { ByteString } from '@windhover/bytes';

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** Base64 of the first three bytes of every gzip file. */
const GZIP_START = 'H4sI';

/** Whether text may be base64 of gzip, judged by its first characters. */
export function looksLikeGzipText(text: ByteString): boolean {
  return text.startsWith(GZIP_START);
}

/** The bytes behind base64 text, inflated when they are gzip; undefined if damaged or longer than `maxBytes`. */
export function inflateText(text: ByteString, maxBytes: number): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (!looksLikeGzipText(text)) return bytes.length <= maxBytes ? bytes : undefined;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return undefined;
  }
}
