import type { ByteString } from '@windhover/bytes';
import type { Compatibility } from '../field.ts';

/**
 * Texts of several groups (commits, files) in one list with commas. `strict` has none between groups (defect G-1), and
 * after every group drops a comma from the end of what there is.
 */
export function joinGroups(
  groups: readonly (readonly ByteString[])[],
  compatibility: Compatibility,
): ByteString {
  if (compatibility === 'fixed') return groups.flat().join(',');
  let joined = '';
  for (const group of groups) {
    joined += group.map((text) => `${text},`).join('');
    if (joined.endsWith(',')) joined = joined.slice(0, -1);
  }
  return joined;
}
