// How fields of pods, roles and volumes go through lists, spec sources-k8s-okta-github.md §A.2.

import type { JsonNode, JsonPath } from '@windhover/json';
import { arrayElements, elementAt, findMember } from '@windhover/json';

/** What a walk found; an element of a list that lacks the rest of the path leaves a hole, undefined. */
export type Walked = readonly (JsonNode | undefined)[];

/**
 * Follow a path of member names. An array on the way is gone through element by element, or with an index through
 * that element only; an array at the end is one value. Undefined where there is nothing, not even a list to go through.
 */
export function walk(node: JsonNode | undefined, path: JsonPath, index?: bigint): Walked | undefined {
  let found = node;
  for (let step = 0; step < path.length; step++) {
    if (found === undefined) return undefined;
    const rest = path.slice(step);
    if (found.kind === 'array' && index === undefined)
      return arrayElements(found).flatMap((element) => walk(element, rest) ?? [undefined]);
    if (found.kind === 'array') {
      found = elementAt(found, Number(index));
      if (found?.kind !== 'object') return undefined;
    }
    found = findMember(found, path[step] as string);
  }
  return found && [found];
}
