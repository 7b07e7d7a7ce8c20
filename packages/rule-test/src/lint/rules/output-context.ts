// Three rules: an alert says who did what where.
import type { LintContext, LintedRule, LintReport, LintRule } from '../lint-rule.ts';
import { isPinned } from '../is-pinned.ts';
import { hasPrefix, SOURCE_FIELDS } from '../source-fields.ts';

export const outputWho: LintRule = {
  id: 'output-who',
  severity: 'warning',
  demand: 'the output names who acted',
  check: (context) => reportMissing(context, 'who', 'who acted'),
};

export const outputWhat: LintRule = {
  id: 'output-what',
  severity: 'hint',
  demand: 'the output names what was done, where the condition admits several operations',
  check: (context) =>
    reportMissing(context, 'what', 'which operation it was', ({ loaded }, fields) =>
      isPinned(loaded.condition, fields),
    ),
};

export const outputWhere: LintRule = {
  id: 'output-where',
  severity: 'warning',
  demand: 'the output names where it happened',
  check: (context) => reportMissing(context, 'where', 'where it happened'),
};

function reportMissing(
  { rules }: LintContext,
  kind: 'who' | 'what' | 'where',
  meaning: string,
  isExempt: (rule: LintedRule, fields: readonly string[]) => boolean = () => false,
): LintReport[] {
  return rules.flatMap((rule) => {
    const { loaded, written } = rule;
    const prefixes = SOURCE_FIELDS[loaded.source]?.[kind];
    if (prefixes === undefined || loaded.format.fields.some(({ text }) => hasPrefix(text, prefixes)))
      return [];
    if (isExempt(rule, prefixes)) return [];
    const example = prefixes.slice(0, 3).map((prefix) => `%${prefix}`);
    return {
      rule: loaded.name,
      message: `the output does not say ${meaning} (${example.join(', ')}, …)`,
      span: written.values.get('output'),
    };
  });
}
