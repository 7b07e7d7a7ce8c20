import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { readJsonText, readText } from '../read-value.ts';

/** JSON text of an object or array, which Falco's plugin shows as the empty text (defect G1); else rule STR. */
export function readStructure(node: JsonNode | undefined): ByteString | undefined {
  return node?.kind === 'object' || node?.kind === 'array' ? readJsonText(node) : readText(node);
}
