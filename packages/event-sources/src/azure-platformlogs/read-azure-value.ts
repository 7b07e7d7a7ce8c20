// How JSON values become values of azure.* and entra.* fields: rule AZ, spec sources-azure.md §1.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { readAnyText } from '../read-value.ts';

/** Rule AZ: text and JSON text of what stands there; `null` and empty text are no value. */
export function readAzureText(node: JsonNode | undefined): ByteString | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  return readAnyText(node) || undefined;
}

const MAX_UINT64 = 2n ** 64n - 1n;

/** A number, or text of decimal digits; everything else is no value. */
export function readAzureUint64(text: ByteString | undefined): bigint | undefined {
  if (text === undefined || !/^\d{1,20}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= MAX_UINT64 ? value : undefined;
}

/** The values of a list field; an empty list is no value. */
export function readAzureList(nodes: readonly (JsonNode | undefined)[]): readonly ByteString[] | undefined {
  return listOrNothing(nodes.map(readAzureText));
}

/** The texts that there are, undefined if there are none. */
export function listOrNothing(texts: readonly (ByteString | undefined)[]): readonly ByteString[] | undefined {
  const found = texts.filter((text) => text !== undefined);
  return found.length === 0 ? undefined : found;
}
