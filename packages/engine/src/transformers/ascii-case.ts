// Case in the C locale: only ASCII letters have one. `String.toLowerCase` would also change bytes above 0x7f.

import type { ByteString } from '@windhover/bytes';

const NON_ASCII = /[\x80-\xff]/;

/** `tolower`: ASCII letters in lower case, every other byte as it is. */
export function lowerAscii(text: ByteString): ByteString {
  return NON_ASCII.test(text)
    ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    : text.toLowerCase();
}

/**
 * The way to fold the case of values in which `needle`, in lower case, is looked for. Where it is ASCII, what becomes
 * of other bytes does not matter, for they never become ASCII: the runtime's own way does.
 */
export function caseFolderFor(needle: ByteString): (text: ByteString) => ByteString {
  return NON_ASCII.test(needle) ? lowerAscii : (text) => text.toLowerCase();
}

/** `toupper`: ASCII letters in upper case, every other byte as it is. */
export function upperAscii(text: ByteString): ByteString {
  return NON_ASCII.test(text)
    ? text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
    : text.toUpperCase();
}
