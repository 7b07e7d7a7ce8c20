import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { rawText } from '@windhover/json';

const MAX_UINT64 = 2n ** 64n - 1n;

/** A number of decimal digits that fits 64 bits, as text; `0` for everything else. */
export function readWholeNumber(node: JsonNode | undefined): ByteString {
  const text = node?.kind === 'number' ? rawText(node) : '';
  if (!/^\d{1,20}$/.test(text)) return '0';
  const value = BigInt(text);
  return value <= MAX_UINT64 ? String(value) : '0';
}
