import type { ByteString } from '@windhover/bytes';

/** Up to here the search of the runtime, whose worst case is the product of both lengths, is fast enough. */
const SHORT_NEEDLE = 255;

/**
 * Whether `text` contains `needle`, in linear time also where both come from an event: needles longer than any
 * literal can be are searched for by their borders (Knuth, Morris, Pratt).
 */
export function containsSubstring(text: ByteString, needle: ByteString): boolean {
  if (needle.length <= SHORT_NEEDLE) return text.includes(needle);
  if (needle.length > text.length) return false;
  const borders = findBorders(needle);
  let matched = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text.charCodeAt(at);
    while (matched > 0 && needle.charCodeAt(matched) !== byte) matched = borders[matched - 1] ?? 0;
    if (needle.charCodeAt(matched) === byte) matched++;
    if (matched === needle.length) return true;
  }
  return false;
}

/** For every prefix of `needle` the length of its longest proper border. */
function findBorders(needle: ByteString): Uint32Array {
  const borders = new Uint32Array(needle.length);
  let length = 0;
  for (let at = 1; at < needle.length; at++) {
    while (length > 0 && needle.charCodeAt(length) !== needle.charCodeAt(at))
      length = borders[length - 1] ?? 0;
    if (needle.charCodeAt(length) === needle.charCodeAt(at)) length++;
    borders[at] = length;
  }
  return borders;
}
