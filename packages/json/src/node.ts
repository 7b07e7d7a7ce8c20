import type { ByteString } from '@windhover/bytes';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null';

/**
 * One JSON value inside a buffer: `bytes[start, end)` is its text as received, quotes and brackets included.
 * A node is a view; it stays valid as long as the buffer is not reused. Only text that was accepted by `parseJson`
 * (or by the projection) has nodes, so whoever walks one need not check the structure again.
 */
export interface JsonNode {
  readonly kind: JsonKind;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Member names and array indexes from the root, e.g. `['userIdentity', 'type']`. Names are byte strings. */
export type JsonPath = readonly ByteString[];

export function createNode(kind: JsonKind, bytes: Uint8Array, start: number, end: number): JsonNode {
  return { kind, bytes, start, end };
}

/** The kind of the accepted value that starts at `at`. */
export function kindAt(bytes: Uint8Array, at: number): JsonKind {
  switch (bytes[at]) {
    case 0x7b:
      return 'object';
    case 0x5b:
      return 'array';
    case 0x22:
      return 'string';
    case 0x74:
      return 'true';
    case 0x66:
      return 'false';
    case 0x6e:
      // `nan` is a number to the plugins' parser; `null` is the only other word with an n.
      return bytes[at + 1] === 0x75 ? 'null' : 'number';
    default:
      return 'number';
  }
}
