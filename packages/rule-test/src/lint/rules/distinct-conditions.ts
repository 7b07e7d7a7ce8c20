import { locateOffset } from '@windhover/diagnostics';
import { canonicalCondition } from '../canonical-condition.ts';
import type { LintedRule, LintRule } from '../lint-rule.ts';

export const distinctConditions: LintRule = {
  id: 'distinct-conditions',
  severity: 'warning',
  demand: 'no two rules have the same condition',
  check({ rules }) {
    const first = new Map<string, LintedRule>();
    return rules.flatMap((rule) => {
      const key = JSON.stringify([rule.loaded.source, canonicalCondition(rule.loaded.conditionAst)]);
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, rule);
        return [];
      }
      const { source, start } = earlier.written.nameSpan;
      const place = `${source.name}:${locateOffset(source, start).line}`;
      return {
        rule: rule.loaded.name,
        message: `the condition is the same as that of "${earlier.loaded.name}" (${place}), which comes first`,
        span: rule.written.values.get('condition'),
      };
    });
  },
};
