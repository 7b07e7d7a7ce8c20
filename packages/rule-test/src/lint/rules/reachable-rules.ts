import { listConjuncts } from '../canonical-condition.ts';
import type { LintedRule, LintRule } from '../lint-rule.ts';

interface Earlier {
  readonly rule: LintedRule;
  readonly conjuncts: ReadonlySet<string>;
}

export const reachableRules: LintRule = {
  id: 'reachable-rules',
  severity: 'hint',
  demand: 'no earlier rule asks for less than this one',
  check({ rules }) {
    // By one of the conjuncts: a later rule that has all of them has this one, so few candidates are compared.
    const earlier = new Map<string, Earlier[]>();
    return rules.flatMap((rule) => {
      const conjuncts = listConjuncts(rule.loaded.conditionAst);
      const keys = [...conjuncts].map((text) => JSON.stringify([rule.loaded.source, text]));
      const wider = keys
        .flatMap((key) => earlier.get(key) ?? [])
        .find((item) => item.conjuncts.size < conjuncts.size && isSubset(item.conjuncts, conjuncts));
      const [key] = keys.toSorted((a, b) => b.length - a.length);
      if (key !== undefined && rule.loaded.enabled) {
        const known = earlier.get(key);
        if (known === undefined) earlier.set(key, [{ rule, conjuncts }]);
        else known.push({ rule, conjuncts });
      }
      if (wider === undefined) return [];
      return {
        rule: rule.loaded.name,
        message: `"${wider.rule.loaded.name}" comes first and asks for less: with rule_matching: first this rule never alerts`,
        span: rule.written.values.get('condition'),
      };
    });
  },
};

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((item) => whole.has(item));
}
