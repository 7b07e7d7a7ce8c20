import type { CheckedCompare, CheckedCondition, CheckedExists, Operand } from '@windhover/condition';
import type { LintRule } from '../lint-rule.ts';
import { GENERIC_PREFIXES, hasPrefix, SOURCE_FIELDS } from '../source-fields.ts';

export const selectEvents: LintRule = {
  id: 'select-events',
  severity: 'warning',
  demand: 'a condition asks for something that few events have',
  check: ({ rules }) =>
    rules.flatMap(({ loaded, written }) => {
      const broad = SOURCE_FIELDS[loaded.source]?.broad;
      if (broad === undefined) return [];
      const isBroad = (field: string): boolean => hasPrefix(field, [...broad, ...GENERIC_PREFIXES]);
      if (isSelective(loaded.condition, true, isBroad)) return [];
      return {
        rule: loaded.name,
        message:
          'the condition can be true of most events: no check asks for an operation, a resource or a result',
        span: written.values.get('condition'),
      };
    }),
};

/** Whether the condition can have the wanted result only when a selective check holds. */
function isSelective(
  condition: CheckedCondition,
  wanted: boolean,
  isBroad: (field: string) => boolean,
): boolean {
  switch (condition.kind) {
    case 'not':
      return isSelective(condition.child, !wanted, isBroad);
    case 'exists':
    case 'compare':
      return isSelectiveCheck(condition, wanted) && !isBroad(fieldOf(condition.operand));
    default: {
      const needsAll = (condition.kind === 'and') === wanted;
      const test = (child: CheckedCondition): boolean => isSelective(child, wanted, isBroad);
      return needsAll ? condition.children.some(test) : condition.children.every(test);
    }
  }
}

/** A value that is asked for selects; one that is ruled out does not. A member that exists selects where it is rare. */
function isSelectiveCheck(check: CheckedExists | CheckedCompare, wanted: boolean): boolean {
  if (check.kind === 'exists') return wanted;
  return (check.operator === '!=') !== wanted;
}

function fieldOf(operand: Operand): string {
  if (operand.kind === 'field') return operand.field.text;
  return operand.kind === 'transform' ? fieldOf(operand.input) : '';
}
