import { printCondition, printOperand, type ConditionNode } from '@windhover/condition';

/** A text that two conditions share when they differ only in order, nesting and repetition. */
export function canonicalCondition(node: ConditionNode): string {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const parts = new Set(flatten(node, node.kind).map(canonicalCondition));
      return parts.size === 1 ? [...parts][0]! : `(${[...parts].toSorted().join(` ${node.kind} `)})`;
    }
    case 'not':
      return node.child.kind === 'not'
        ? canonicalCondition(node.child.child)
        : `not ${canonicalCondition(node.child)}`;
    case 'compare': {
      if (node.right.kind !== 'list')
        return printCondition(node.operator === '==' ? { ...node, operator: '=' } : node);
      const items = new Set(node.right.items.map(({ value }) => value));
      const operator = node.modifier === undefined ? node.operator : `${node.operator} ${node.modifier}`;
      return `${printOperand(node.left)} ${operator} ${JSON.stringify([...items].toSorted())}`;
    }
    default:
      return printCondition(node);
  }
}

/** Canonical texts of what must all hold for the condition to be true: its parts under `and`, or itself. */
export function listConjuncts(node: ConditionNode): ReadonlySet<string> {
  return new Set(flatten(node, 'and').map(canonicalCondition));
}

function flatten(node: ConditionNode, kind: 'and' | 'or'): ConditionNode[] {
  return node.kind === kind ? node.children.flatMap((child) => flatten(child, kind)) : [node];
}
