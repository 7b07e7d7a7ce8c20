import { createNode, kindAt, type JsonNode } from './node.ts';
import { findJsonError, skipWhitespace } from './validate-json.ts';

/**
 * The node of the one JSON value in `bytes[start, end)`, white space around it allowed; undefined when the text is
 * not acceptable (spec sources-aws.md §1.1; `findJsonError` says why). Nothing is built or copied.
 */
export function parseJson(bytes: Uint8Array, start = 0, end = bytes.length): JsonNode | undefined {
  if (findJsonError(bytes, start, end) !== undefined) return undefined;
  let last = end;
  while (last > start && isWhitespace(bytes[last - 1]!)) last -= 1;
  const first = skipWhitespace(bytes, start, end);
  return createNode(kindAt(bytes, first), bytes, first, last);
}

function isWhitespace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
