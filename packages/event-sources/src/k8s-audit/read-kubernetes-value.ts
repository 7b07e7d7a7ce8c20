// Conversion rules of ka.* fields, spec sources-k8s-okta-github.md §A.2.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements } from '@windhover/json';
import type { Compatibility } from '../field.ts';
import { readAnyText } from '../read-value.ts';
import type { Walked } from './walk.ts';

/** Rule KSTR. Defect K6: to Falco's plugin `null` is the word; `fixed` takes it for nothing. */
export function readScalar(node: JsonNode | undefined, compatibility: Compatibility): ByteString | undefined {
  return node?.kind === 'null' && compatibility === 'fixed' ? undefined : readAnyText(node);
}

/** The texts of nodes, holes left out; no value when none is left. */
export function readPresent(nodes: Walked, compatibility: Compatibility): readonly ByteString[] | undefined {
  return dropHoles(nodes.map((node) => readScalar(node, compatibility)));
}

/** What is left without holes; no value when that is nothing. */
export function dropHoles(values: readonly (ByteString | undefined)[]): readonly ByteString[] | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === 0 ? undefined : present;
}

/** Rule KLIST: the elements of an array. */
export function readList(
  node: JsonNode | undefined,
  compatibility: Compatibility,
): readonly ByteString[] | undefined {
  return node?.kind === 'array' ? readPresent(arrayElements(node), compatibility) : undefined;
}

/** All elements of those values that are arrays. */
export function flattenArrays(nodes: Walked): readonly JsonNode[] {
  return nodes.flatMap((node) => (node?.kind === 'array' ? arrayElements(node) : []));
}
