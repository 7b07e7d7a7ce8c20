import type { ByteString } from '@windhover/bytes';

/** Text with its ASCII letters in lower case; in byte strings `toLowerCase` would also change parts of other letters. */
export function lowerCase(text: ByteString): ByteString {
  return /[\x80-\xff]/.test(text)
    ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    : text.toLowerCase();
}
