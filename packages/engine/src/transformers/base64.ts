import type { ByteString } from '@windhover/bytes';
import { cutAtNul } from '@windhover/json';

const ENCODED = /^[A-Za-z0-9+/]*$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * `b64`: the decoded bytes up to the first NUL; undefined where the text is not base64. At most two trailing
 * `=` are stripped whatever the length; a lone last character, unused bits that are not zero and a text of
 * padding only fail. Spec condition-language.md §6.1.
 */
export function decodeBase64(text: ByteString): ByteString | undefined {
  const digits = text.replace(/={1,2}$/, '');
  if (!ENCODED.test(digits) || (digits === '' && text !== '')) return undefined;
  const rest = digits.length % 4;
  if (rest === 1 || hasUnusedBits(digits, rest)) return undefined;
  return cutAtNul(Buffer.from(digits, 'base64').toString('latin1'));
}

/** A last group of two digits carries 4 bits too many, one of three digits 2. */
function hasUnusedBits(digits: ByteString, rest: number): boolean {
  if (rest === 0) return false;
  const last = ALPHABET.indexOf(digits.charAt(digits.length - 1));
  return (last & (rest === 2 ? 0b1111 : 0b11)) !== 0;
}
