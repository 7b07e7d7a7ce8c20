import type { LintRule } from '../lint-rule.ts';

export const uppercasePriority: LintRule = {
  id: 'uppercase-priority',
  severity: 'warning',
  demand: 'priorities are written in capitals',
  check: ({ rules }) =>
    rules.flatMap(({ loaded, written }) => {
      const text = written.texts.get('priority');
      const span = written.values.get('priority');
      if (text === undefined || span === undefined || text === text.toUpperCase()) return [];
      return {
        rule: loaded.name,
        message: `the priority is written ${text}, not ${text.toUpperCase()}`,
        span,
        fix: { span, text: text.toUpperCase() },
      };
    }),
};
