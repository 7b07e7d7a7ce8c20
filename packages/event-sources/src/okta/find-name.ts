import type { ByteString } from '@windhover/bytes';
import { decodeByteString } from '@windhover/bytes';
import type { ObjectShape } from './payload-shape.ts';

/** The name of the member that Go takes this one for: the same name, or else one that differs in case only. */
export function findName(shape: ObjectShape, name: ByteString): string | undefined {
  if (shape.members.has(name)) return name;
  const folded = foldCase(decodeByteString(name));
  return [...shape.members.keys()].find((known) => known.toLowerCase() === folded);
}

/** Letters that Unicode folds to ASCII ones: the long s and the sign of Kelvin. */
function foldCase(name: string): string {
  return name
    .replaceAll('\u017f', 's')
    .replaceAll('\u212a', 'k')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
