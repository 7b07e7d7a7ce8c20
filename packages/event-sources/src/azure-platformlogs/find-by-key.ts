import type { ByteString } from '@windhover/bytes';
import { lowerCase } from './lower-case.ts';

/**
 * The item whose name is the key or, failing that, is it without regard to case and blanks: the language of rules has
 * no blanks in brackets, so `Is Hard Deleted` is asked for as `IsHardDeleted`.
 */
export function findByKey<Item>(
  items: readonly Item[],
  key: ByteString,
  nameOf: (item: Item) => ByteString | undefined,
): Item | undefined {
  const folded = fold(key);
  const isLike = (name: ByteString | undefined): boolean => name !== undefined && fold(name) === folded;
  return items.find((item) => nameOf(item) === key) ?? items.find((item) => isLike(nameOf(item)));
}

function fold(name: ByteString): ByteString {
  return lowerCase(name).replaceAll(' ', '');
}
