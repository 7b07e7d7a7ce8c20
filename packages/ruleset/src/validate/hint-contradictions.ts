import { decodeByteString, type ByteString } from '@windhover/bytes';
import type { Diagnostic } from '@windhover/diagnostics';
import { listConjuncts } from './literal-conjuncts.ts';
import type { ValidatedRules } from './validated-rules.ts';

/** Hint at conditions that ask one field for two values at once. */
export function hintContradictions({ compilation }: ValidatedRules): readonly Diagnostic[] {
  return compilation.rules.flatMap(({ loaded, collected }): Diagnostic[] => {
    const field = findContradiction(listConjuncts(loaded.condition));
    if (field === undefined) return [];
    return [
      {
        severity: 'hint',
        code: 'contradictory-condition',
        message: `this is never true: "${decodeByteString(field)}" would need two values at once`,
        span: collected.conditionContext.span,
        hints: [`join the values with "or", or with "${decodeByteString(field)} in (…)"`],
        notes: [],
      },
    ];
  });
}

function findContradiction(conjuncts: ReturnType<typeof listConjuncts>): ByteString | undefined {
  const allowed = new Map<ByteString, ReadonlySet<ByteString>>();
  for (const conjunct of conjuncts) {
    if (conjunct.kind !== 'literals') continue;
    const { field, values } = conjunct;
    const earlier = allowed.get(field);
    const both = earlier ? new Set([...values].filter((value) => earlier.has(value))) : values;
    if (both.size === 0) return field;
    allowed.set(field, both);
  }
  return undefined;
}
