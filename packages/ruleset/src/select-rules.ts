import type { LoadedRule, Ruleset } from './ruleset.ts';

/** One step of the configuration's `rules:`: by name pattern or by tag. */
export interface SelectionStep {
  readonly enable: boolean;
  /** Whole name, `*` for any text. */
  readonly rule?: string;
  /** Exactly one of the rule's tags. */
  readonly tag?: string;
}

/**
 * Apply `rules:` in order, later steps win (spec rules-files.md §15). A rule that is switched on again moves to the
 * end of the order of evaluation, as in Falco.
 */
export function selectRules(ruleset: Ruleset, steps: readonly SelectionStep[]): Ruleset {
  let rules = ruleset.rules;
  for (const step of steps) {
    const affected = rules.filter((rule) => isAffected(rule, step) && rule.enabled !== step.enable);
    if (affected.length === 0) continue;
    const changed = affected.map((rule) => ({ ...rule, enabled: step.enable }));
    rules = step.enable
      ? [...rules.filter((rule) => !affected.includes(rule)), ...changed]
      : rules.map((rule) => (affected.includes(rule) ? { ...rule, enabled: false } : rule));
  }
  return { rules };
}

function isAffected(rule: LoadedRule, step: SelectionStep): boolean {
  if (step.rule !== undefined && matchesPattern(rule.name, step.rule)) return true;
  return step.tag !== undefined && rule.tags.includes(step.tag);
}

/**
 * Falco's pattern matcher, which never backtracks: after a `*` the next chunk is taken where it first occurs, and a
 * last chunk must then end the name.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  const [first = '', ...chunks] = pattern.split('*');
  if (chunks.length === 0) return name === pattern;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const [index, chunk] of chunks.entries()) {
    const found = name.indexOf(chunk, at);
    if (found < 0) return false;
    at = found + chunk.length;
    if (index === chunks.length - 1 && chunk !== '' && at !== name.length) return false;
  }
  return true;
}
