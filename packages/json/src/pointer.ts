import type { ByteString } from '@windhover/bytes';
import type { JsonPath } from './node.ts';

/**
 * The path of a pointer argument (spec sources-aws.md §3): one leading `/` is dropped, so `a/b` and `/a/b` are the
 * same; in each token `~1` becomes `/`, then `~0` becomes `~`. The empty pointer is the whole document.
 */
export function parsePointer(pointer: ByteString): JsonPath {
  if (pointer === '') return [];
  const text = pointer.startsWith('/') ? pointer.slice(1) : pointer;
  return text.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
