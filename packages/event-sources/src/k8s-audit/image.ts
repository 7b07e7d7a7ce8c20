import type { ByteString } from '@windhover/bytes';
import type { Compatibility } from '../field.ts';
import { dropHoles, readScalar } from './read-kubernetes-value.ts';
import type { Walked } from './walk.ts';

/** Names or images. Defect K5: in Falco's plugin one container without it empties the list. */
export function readImages(found: Walked, compatibility: Compatibility): readonly ByteString[] | undefined {
  if (compatibility === 'strict' && found.includes(undefined)) return undefined;
  return dropHoles(found.map((node) => readScalar(node, compatibility)));
}

/** The image without tag and digest. Defect K2: Falco's plugin takes the port of a registry for a tag. */
export function readRepository(image: ByteString, compatibility: Compatibility): ByteString {
  if (compatibility === 'strict') return before(before(image, ':'), '@');
  const name = before(image, '@');
  const slash = name.lastIndexOf('/') + 1;
  return name.slice(0, slash) + before(name.slice(slash), ':');
}

function before(text: ByteString, mark: string): ByteString {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}
