// A condition as the checks that must all hold, for hints that compare conditions without running them.

import type { ByteString } from '@windhover/bytes';
import type { CheckedCondition } from '@windhover/condition';

/** One thing that must hold: a text field is one of some literals, or anything else, told by what it looks like. */
export type Conjunct =
  | { readonly kind: 'literals'; readonly field: ByteString; readonly values: ReadonlySet<ByteString> }
  | { readonly kind: 'other'; readonly node: CheckedCondition };

/** The top-level conjuncts of a condition: `a and (b and c)` has three. Nodes that macros share are visited once. */
export function listConjuncts(condition: CheckedCondition): readonly Conjunct[] {
  const conjuncts: Conjunct[] = [];
  const seen = new Set<CheckedCondition>();
  const waiting = [condition];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'and') for (const child of [...node.children].reverse()) waiting.push(child);
    else conjuncts.push(describeConjunct(node));
  }
  return conjuncts;
}

function describeConjunct(node: CheckedCondition): Conjunct {
  if (node.kind !== 'compare' || node.modifier !== undefined || node.right.kind !== 'literals')
    return { kind: 'other', node };
  const { operand, operator, right } = node;
  if (operand.kind !== 'field' || operand.isList || operand.type !== 'string') return { kind: 'other', node };
  if (operator !== '=' && operator !== 'in') return { kind: 'other', node };
  return { kind: 'literals', field: operand.field.text, values: new Set(right.values.map(String)) };
}
