import type { ConditionNode } from './ast.ts';

/** How large a condition is when nodes that macros share are counted each time they are reached. */
export interface ConditionSize {
  readonly nodes: number;
  readonly depth: number;
}

/** Sizes never change, for nodes never do; macros are measured once however many rules use them. */
const sizes = new WeakMap<ConditionNode, ConditionSize>();

export function measureCondition(node: ConditionNode): ConditionSize {
  const known = sizes.get(node);
  if (known !== undefined) return known;
  const size = measure(node);
  sizes.set(node, size);
  return size;
}

function measure(node: ConditionNode): ConditionSize {
  switch (node.kind) {
    case 'or':
    case 'and': {
      let nodes = 1;
      let depth = 0;
      for (const child of node.children) {
        const size = measureCondition(child);
        nodes += size.nodes;
        depth = Math.max(depth, size.depth);
      }
      return { nodes, depth: depth + 1 };
    }
    case 'not': {
      const { nodes, depth } = measureCondition(node.child);
      return { nodes: nodes + 1, depth: depth + 1 };
    }
    default:
      return { nodes: 1, depth: 1 };
  }
}
