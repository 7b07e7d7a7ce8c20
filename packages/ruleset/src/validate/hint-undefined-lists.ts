import { decodeByteString, type ByteString } from '@windhover/bytes';
import { parseCondition, visitCondition } from '@windhover/condition';
import { suggest, type Diagnostic } from '@windhover/diagnostics';
import { joinParts } from '../collect/collected.ts';
import { locateTraced, type TracedText } from '../traced-text.ts';
import type { ValidatedRules } from './validated-rules.ts';

/** Looking for names that are close costs time: after so many hints the rest goes without. */
const MAX_HINTS = 100;
/** What the hint is about, before the condition is parsed for it. */
const LONE_NAME = /\([ \t\r\n]*[a-zA-Z_][\w-]*[ \t\r\n]*\)/;
const LIST_LIKE = /^[a-z]+(?:_[a-z0-9]+)+$/;

/**
 * Hint at identifiers in lists that look like names of lists but are literals, as nothing is substituted for a name
 * that is no list (spec rules-files.md §6.2).
 */
export function hintUndefinedLists({ collected }: ValidatedRules): readonly Diagnostic[] {
  const known = new Set(collected.lists.keys());
  const names = [...known].map(decodeByteString);
  const conditions = [...collected.macros.values(), ...collected.rules.values()].map(
    ({ condition }) => condition,
  );
  const diagnostics: Diagnostic[] = [];
  for (const condition of conditions) {
    if (diagnostics.length >= MAX_HINTS) break;
    diagnostics.push(...hintInCondition(joinParts(condition), names, known));
  }
  return diagnostics;
}

function hintInCondition(
  written: TracedText,
  names: readonly string[],
  known: ReadonlySet<ByteString>,
): readonly Diagnostic[] {
  if (!LONE_NAME.test(written.text)) return [];
  const parsed = parseCondition(written.text);
  if (!parsed.ok) return [];
  const diagnostics: Diagnostic[] = [];
  visitCondition(parsed.node, {
    compare({ right }) {
      const [only, ...others] = right.kind === 'list' ? right.items : [];
      if (only === undefined || others.length > 0 || known.has(only.value)) return;
      const isBare = written.text.slice(only.span.start, only.span.end) === only.value;
      if (!isBare || !/^[a-zA-Z_][\w-]*$/.test(only.value)) return;
      const close = suggest(decodeByteString(only.value), names);
      if (close.length === 0 && !LIST_LIKE.test(only.value)) return;
      const span = locateTraced(written, only.span.start, only.span.end);
      diagnostics.push({
        severity: 'hint',
        code: 'undefined-list',
        message: `there is no list "${decodeByteString(only.value)}": this compares with the text itself`,
        ...(span && { span }),
        hints:
          close[0] === undefined ? ['put it in quotes if that is meant'] : [`did you mean "${close[0]}"?`],
        notes: [],
      });
    },
  });
  return diagnostics;
}
