// Which text a part of a condition's tree was written in: trees of rules and macros are mixed by substitution.

import { visitCondition, type CompareNode, type ConditionNode, type TextSpan } from '@windhover/condition';
import { locateTraced, type TracedText } from '../traced-text.ts';
import type { Span } from '@windhover/diagnostics';

export interface ConditionOrigins {
  /** Note that the checks, operands and macro references in `node` were parsed from `text`. */
  add(node: ConditionNode, text: TracedText): void;
  /** The text that the span of one of them points into. */
  textOf(span: TextSpan): TracedText | undefined;
  /** Span of the right side of the comparison with this span. */
  rightOf(span: TextSpan): TextSpan | undefined;
}

export function createConditionOrigins(): ConditionOrigins {
  const texts = new WeakMap<TextSpan, TracedText>();
  const rights = new WeakMap<TextSpan, TextSpan>();
  return {
    add(node, text) {
      const note = ({ span }: { readonly span: TextSpan }): void => {
        texts.set(span, text);
      };
      const noteCompare = (compare: CompareNode): void => {
        note(compare);
        rights.set(compare.span, compare.right.span);
      };
      visitCondition(node, {
        identifier: note,
        exists: note,
        compare: noteCompare,
        field: note,
        transformer: note,
      });
    },
    textOf: (span) => texts.get(span),
    rightOf: (span) => rights.get(span),
  };
}

/** Where in the files `part`, a piece of the check at `check`, was written. */
export function locatePart(
  origins: ConditionOrigins,
  check: TextSpan,
  part: TextSpan = check,
): Span | undefined {
  const text = origins.textOf(check);
  return text && locateTraced(text, part.start, part.end);
}
