// Finding values in records whose spelling is not to be relied on, spec sources-azure.md §1.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { LooseNode } from './loose-node.ts';
import { readAzureText } from './read-azure-value.ts';

/** The node as one that remembers what is found in it; whoever looks in several places begins with this. */
export function loosen(node: JsonNode): LooseNode {
  return node instanceof LooseNode ? node : new LooseNode(node);
}

/**
 * What stands at the path. Names match exactly or, failing that, without regard to case; text that holds JSON is
 * opened on the way. Arrays are stepped into by decimal index.
 */
export function findLoosely(node: JsonNode | undefined, path: JsonPath): LooseNode | undefined {
  let found = node && loosen(node);
  for (const name of path) found = found?.find(name);
  return found;
}

/** Elements of an array, also of one that comes as text; none for anything else. */
export function listElements(node: JsonNode | undefined): readonly JsonNode[] {
  return node ? loosen(node).elements() : [];
}

/** The value at the first of these paths that has one (rule AZ). */
export function findText(node: JsonNode | undefined, paths: readonly JsonPath[]): ByteString | undefined {
  const root = node && loosen(node);
  for (const path of paths) {
    const text = readAzureText(findLoosely(root, path));
    if (text !== undefined) return text;
  }
  return undefined;
}
