import type { CheckedCondition } from '@windhover/condition';
import { hasPrefix } from './source-fields.ts';

/** Whether a condition can only be true when one of the fields has one certain value. */
export function isPinned(condition: CheckedCondition, prefixes: readonly string[]): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.children.some((child) => isPinned(child, prefixes));
    case 'compare':
      return (
        ['=', 'in'].includes(condition.operator) &&
        condition.operand.kind === 'field' &&
        hasPrefix(condition.operand.field.text, prefixes) &&
        condition.right.kind === 'literals' &&
        condition.right.values.length === 1
      );
    default:
      return false;
  }
}
