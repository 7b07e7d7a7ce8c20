import type { ByteString } from '@windhover/bytes';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null';

/**
 * One JSON value inside a buffer: `bytes[start, end)` is its text as received, quotes and brackets included.
 * A node is a view; it stays valid as long as the buffer is not reused.
 */
export interface JsonNode {
  readonly kind: JsonKind;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Member names and array indexes from the root, e.g. `['userIdentity', 'type']`. Names are byte strings. */
export type JsonPath = readonly ByteString[];
