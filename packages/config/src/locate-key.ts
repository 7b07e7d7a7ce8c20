import type { ConfigNode, Mark } from './config-node.ts';

/** Steps to a key: names of members and numbers of elements. */
export type KeyPath = readonly (string | number)[];

/** Where a key stands; as far as the path leads, when it leads nowhere. */
export function locateKey(root: ConfigNode, path: KeyPath): Mark {
  let node = root;
  for (const step of path) {
    const next = typeof step === 'number' ? node.items[step] : node.members.get(step);
    if (next === undefined) break;
    node = next;
  }
  return node.mark;
}

/** A path as people write it: `ingest[0].queue_url`. */
export function formatKeyPath(path: KeyPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('');
}
