import type { LintRule } from '../lint-rule.ts';

export const tagRules: LintRule = {
  id: 'tag-rules',
  severity: 'warning',
  demand: 'a rule has tags',
  check: ({ rules }) =>
    rules
      .filter(({ loaded }) => loaded.tags.length === 0)
      .map(({ loaded, written }) => ({
        rule: loaded.name,
        message: 'the rule has no tags',
        span: written.nameSpan,
      })),
};
