// `pmatch`: path-prefix match, spec condition-language.md §10.2.

import type { ByteString } from '@windhover/bytes';
import { compileGlob, type StringPredicate } from './glob.ts';

/** The patterns by component: one node for each distinct beginning of a pattern. */
interface PathNode {
  /** A pattern ends here: whatever follows in the value, it matches. */
  isEnd: boolean;
  readonly literals: Map<ByteString, PathNode>;
  readonly globs: Map<ByteString, { readonly accepts: StringPredicate; readonly node: PathNode }>;
}

/** True for values of which some pattern is a path prefix. */
export function compilePathPrefix(patterns: readonly ByteString[]): StringPredicate {
  const root = createNode();
  for (const pattern of patterns) addPattern(root, splitPath(pattern));
  return (value) => matchesFrom(root, splitPath(value));
}

function createNode(): PathNode {
  return { isEnd: false, literals: new Map(), globs: new Map() };
}

function addPattern(root: PathNode, components: readonly ByteString[]): void {
  let node = root;
  for (const component of components) node = childOf(node, component);
  node.isEnd = true;
}

function childOf(node: PathNode, component: ByteString): PathNode {
  if (!/[?*[]/.test(component)) {
    const child = node.literals.get(component) ?? createNode();
    node.literals.set(component, child);
    return child;
  }
  const child = node.globs.get(component) ?? {
    accepts: compileGlob(component, { foldCase: false }),
    node: createNode(),
  };
  node.globs.set(component, child);
  return child.node;
}

/** Every node is looked at once at most: its depth says which component of the value it stands for. */
function matchesFrom(root: PathNode, components: readonly ByteString[]): boolean {
  const open: { readonly node: PathNode; readonly depth: number }[] = [{ node: root, depth: 0 }];
  for (let current = open.pop(); current; current = open.pop()) {
    if (current.node.isEnd) return true;
    const component = components[current.depth];
    if (component === undefined) continue;
    const depth = current.depth + 1;
    for (const { accepts, node } of current.node.globs.values()) {
      if (accepts(component)) open.push({ node, depth });
    }
    const literal = current.node.literals.get(component);
    if (literal) open.push({ node: literal, depth });
  }
  return false;
}

function splitPath(path: ByteString): ByteString[] {
  return path.split('/').filter((component) => component !== '');
}
