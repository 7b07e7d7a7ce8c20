import { exceptionKey, type LintRule } from '../lint-rule.ts';

export const testedExceptions: LintRule = {
  id: 'tested-exceptions',
  severity: 'warning',
  demand: 'a test shows that each exception with values holds',
  check({ rules, usedExceptions }) {
    if (usedExceptions === undefined) return [];
    return rules.flatMap(({ loaded, written }) =>
      [...written.filledExceptions]
        .filter(([name]) => !usedExceptions.has(exceptionKey(loaded.name, name)))
        .map(([name, span]) => ({
          rule: loaded.name,
          message: `no test has an event that the exception ${name} holds back`,
          span,
        })),
    );
  },
};
