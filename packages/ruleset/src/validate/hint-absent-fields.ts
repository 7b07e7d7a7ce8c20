import { decodeByteString, type ByteString } from '@windhover/bytes';
import type { CheckedCompare, CheckedCondition } from '@windhover/condition';
import type { Diagnostic } from '@windhover/diagnostics';
import { locatePart } from '../compile/traced-condition.ts';
import type { ValidatedRules } from './validated-rules.ts';

/**
 * Hint at `FIELD != x` that is meant to hold for an absent field, too: it does not (condition-language.md §9). What
 * is below a `not`, or beside a check that the field exists, was thought about.
 */
export function hintAbsentFields({ compilation }: ValidatedRules): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const hinted = new Set<CheckedCondition>();
  for (const { loaded } of compilation.rules) {
    for (const check of findInequalities(loaded.condition, hinted)) {
      const span = locatePart(compilation.origins, check.span);
      if (span === undefined || check.operand.kind !== 'field') continue;
      const field = decodeByteString(check.operand.field.text);
      diagnostics.push({
        severity: 'hint',
        code: 'absent-field-never-differs',
        message: `this is false when "${field}" is absent`,
        span,
        hints: [
          `if an absent field should pass, write "not ${field} = …"; if not, add "${field} exists" to say so`,
        ],
        notes: [],
      });
    }
  }
  return diagnostics;
}

interface Step {
  readonly node: CheckedCondition;
  /** Fields that something on the way here requires to be there. */
  readonly required: ReadonlySet<ByteString>;
}

function findInequalities(root: CheckedCondition, seen: Set<CheckedCondition>): readonly CheckedCompare[] {
  const found: CheckedCompare[] = [];
  const waiting: Step[] = [{ node: root, required: new Set() }];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const { node, required } = step;
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'and') {
      const known = withRequired(required, node.children);
      for (const child of [...node.children].reverse()) waiting.push({ node: child, required: known });
    } else if (node.kind === 'or') {
      for (const child of [...node.children].reverse()) waiting.push({ node: child, required });
    } else if (node.kind === 'compare' && node.operator === '!=' && node.operand.kind === 'field') {
      if (!required.has(node.operand.field.text)) found.push(node);
    }
  }
  return found;
}

function withRequired(
  required: ReadonlySet<ByteString>,
  children: readonly CheckedCondition[],
): ReadonlySet<ByteString> {
  const present = children.flatMap((child) => {
    const isPresence = child.kind === 'exists' || (child.kind === 'compare' && child.operator !== '!=');
    return isPresence && child.operand.kind === 'field' ? [child.operand.field.text] : [];
  });
  return present.length > 0 ? new Set([...required, ...present]) : required;
}
