import type { ByteString } from '@windhover/bytes';
import type { CheckedCondition, LiteralValue } from '@windhover/condition';

/** Text of at most so many nodes; longer conditions get a text that nothing else has. */
const MAX_NODES = 500;
let unprintable = 0;

/** A text that two checked conditions share only if they are the same, literals in any order. */
export function printChecked(condition: CheckedCondition): ByteString {
  let budget = MAX_NODES;
  const print = (node: CheckedCondition): ByteString => {
    if (budget-- <= 0) return '';
    switch (node.kind) {
      case 'and':
      case 'or':
        return `(${node.children.map(print).join(` ${node.kind} `)})`;
      case 'not':
        return `not ${print(node.child)}`;
      case 'exists':
        return `${printStable(node.operand)} exists`;
      case 'compare': {
        const right =
          node.right.kind === 'operand' ? printStable(node.right.operand) : printLiterals(node.right.values);
        return `${printStable(node.operand)} ${node.operator} ${node.modifier ?? ''} ${right}`;
      }
    }
  };
  const text = print(condition);
  return budget > 0 ? text : `#${unprintable++}`;
}

function printLiterals(values: readonly LiteralValue[]): ByteString {
  return JSON.stringify(values.map(printStable).sort());
}

/** JSON without places in the text; big integers as text. */
function printStable(value: unknown): ByteString {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (key === 'span' || key === 'definition') return undefined;
    return typeof inner === 'bigint' ? String(inner) : inner;
  });
}
