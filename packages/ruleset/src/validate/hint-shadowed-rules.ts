import { decodeByteString, type ByteString } from '@windhover/bytes';
import type { Diagnostic } from '@windhover/diagnostics';
import type { CheckedCondition } from '@windhover/condition';
import type { CompiledRule } from '../compile/compile-rules.ts';
import { printChecked } from './print-checked.ts';
import { listConjuncts, type Conjunct } from './literal-conjuncts.ts';
import type { ValidatedRules } from './validated-rules.ts';

/** Pairs of rules to compare: in a ruleset where everything looks alike the rest goes unhinted. */
const MAX_COMPARISONS = 100_000;

interface Candidate {
  readonly rule: CompiledRule;
  readonly conjuncts: readonly Conjunct[];
}

/**
 * Hint at rules that an earlier rule of the same source always shadows under `rule_matching: first`: everything that
 * the earlier one requires, the later one requires, too.
 */
export function hintShadowedRules({ compilation }: ValidatedRules): readonly Diagnostic[] {
  const earlierByKey = new Map<string, Candidate[]>();
  const diagnostics: Diagnostic[] = [];
  let comparisons = 0;
  for (const rule of compilation.rules) {
    if (!rule.loaded.enabled) continue;
    const candidate: Candidate = { rule, conjuncts: listConjuncts(rule.loaded.condition) };
    const keys = new Set(candidate.conjuncts.map((conjunct) => keyOf(rule.loaded.source, conjunct)));
    for (const earlier of [...keys].flatMap((key) => earlierByKey.get(key) ?? [])) {
      if (comparisons++ > MAX_COMPARISONS) return diagnostics;
      if (!shadows(earlier, candidate)) continue;
      diagnostics.push(describe(earlier.rule, rule));
      break;
    }
    const [first] = candidate.conjuncts;
    if (first === undefined) continue;
    const key = keyOf(rule.loaded.source, first);
    const others = earlierByKey.get(key);
    if (others) others.push(candidate);
    else earlierByKey.set(key, [candidate]);
  }
  return diagnostics;
}

function keyOf(source: string, conjunct: Conjunct): string {
  return `${source} ${conjunct.kind === 'literals' ? `= ${conjunct.field}` : `? ${textOf(conjunct.node)}`}`;
}

function shadows(earlier: Candidate, later: Candidate): boolean {
  return earlier.conjuncts.every((needed) => later.conjuncts.some((given) => implies(given, needed)));
}

function implies(given: Conjunct, needed: Conjunct): boolean {
  if (given.kind === 'literals' && needed.kind === 'literals') {
    return given.field === needed.field && [...given.values].every((value) => needed.values.has(value));
  }
  if (given.kind === 'other' && needed.kind === 'other') return textOf(given.node) === textOf(needed.node);
  return false;
}

const texts = new WeakMap<CheckedCondition, ByteString>();

function textOf(node: CheckedCondition): ByteString {
  const known = texts.get(node);
  if (known !== undefined) return known;
  const text = printChecked(node);
  texts.set(node, text);
  return text;
}

function describe(earlier: CompiledRule, later: CompiledRule): Diagnostic {
  const name = (rule: CompiledRule): string => decodeByteString(rule.collected.name);
  return {
    severity: 'hint',
    code: 'shadowed-rule',
    message: `rule "${name(later)}" never fires under rule_matching: first`,
    span: later.collected.conditionContext.span,
    hints: [
      'put the more specific rule first, exclude its events from the other, or set rule_matching to all',
    ],
    notes: [
      {
        message: `whenever it matches, rule "${name(earlier)}" has matched already`,
        span: earlier.collected.conditionContext.span,
      },
    ],
  };
}
