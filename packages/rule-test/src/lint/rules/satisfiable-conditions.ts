import { findContradiction } from '../find-contradiction.ts';
import type { LintRule } from '../lint-rule.ts';

export const satisfiableConditions: LintRule = {
  id: 'satisfiable-conditions',
  severity: 'warning',
  demand: 'a condition can be true',
  check: ({ rules }) =>
    rules.flatMap(({ loaded, written }) => {
      const contradiction = findContradiction(loaded.conditionAst);
      if (contradiction === undefined) return [];
      return {
        rule: loaded.name,
        message: `the condition cannot be true: ${contradiction}`,
        span: written.values.get('condition'),
      };
    }),
};
