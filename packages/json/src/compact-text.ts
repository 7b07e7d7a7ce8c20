import { sliceToByteString, type ByteString } from '@windhover/bytes';
import type { JsonNode } from './node.ts';
import { passString, skipWhitespace } from './validate-json.ts';

/** The text of a node as received, white space between its tokens included. */
export function rawText(node: JsonNode): ByteString {
  return sliceToByteString(node.bytes, node.start, node.end);
}

/** The text of a node without white space between tokens; everything else verbatim (spec sources-aws.md §1.1). */
export function compactText(node: JsonNode): ByteString {
  const { bytes, start, end } = node;
  let text = '';
  let copied = start;
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === 0x22) {
      at = passString(bytes, at, end);
    } else if (byte <= 0x20) {
      text += sliceToByteString(bytes, copied, at);
      at = Math.max(at + 1, skipWhitespace(bytes, at, end));
      copied = at;
    } else {
      at += 1;
    }
  }
  return text + sliceToByteString(bytes, copied, end);
}
