import type { LintRule } from '../lint-rule.ts';

export const describeRules: LintRule = {
  id: 'describe-rules',
  severity: 'warning',
  demand: 'a rule says in `desc` what it finds',
  check: ({ rules }) =>
    rules
      .filter(({ loaded }) => isEmpty(loaded.description, loaded.name))
      .map(({ loaded, written }) => ({
        rule: loaded.name,
        message: 'the description says no more than the name',
        span: written.values.get('desc') ?? written.nameSpan,
      })),
};

function isEmpty(description: string, name: string): boolean {
  const text = description.trim().toLowerCase();
  return text === '' || text.replace(/\.$/, '') === name.trim().toLowerCase();
}
