// Data lakes like to write names in lower case; Falco's plugin takes them for the same, and so does this.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, objectMembers, rawText } from '@windhover/json';
import { findName } from './find-name.ts';
import type { Shape } from './payload-shape.ts';
import { eventShape } from './payload-shape.ts';

/** The event with the names of members as Okta writes them, everything else unchanged. */
export function renameMembers(event: JsonNode): ByteString {
  return rename(event, eventShape);
}

function rename(node: JsonNode, shape: Shape | undefined): ByteString {
  if (shape?.kind === 'list' && node.kind === 'array')
    return `[${arrayElements(node)
      .map((element) => rename(element, shape.element))
      .join(',')}]`;
  if (shape?.kind !== 'object' || node.kind !== 'object') return rawText(node);
  const members = objectMembers(node).map(({ name, value }) => {
    const known = findName(shape, name) ?? name;
    return `${JSON.stringify(known)}:${rename(value, shape.members.get(known))}`;
  });
  return `{${members.join(',')}}`;
}
