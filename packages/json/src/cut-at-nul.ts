import type { ByteString } from '@windhover/bytes';

/** Cut at the first U+0000: extracted strings pass through C strings. */
export function cutAtNul(text: ByteString): ByteString {
  const nul = text.indexOf('\0');
  return nul < 0 ? text : text.slice(0, nul);
}
