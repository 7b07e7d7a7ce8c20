import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { readAnyText } from '../read-value.ts';

/** Text that is always there: what is absent or `null` is empty, other values are their JSON text. */
export function readOktaText(node: JsonNode | undefined): ByteString {
  return node?.kind === 'null' ? '' : (readAnyText(node) ?? '');
}
