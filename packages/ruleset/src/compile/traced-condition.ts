// Which text a part of a condition's tree was written in: trees of rules and macros are mixed by substitution.

import { visitCondition, type ConditionNode, type TextSpan } from '@windhover/condition';
import { locateTraced, type TracedText } from '../traced-text.ts';
import type { Span } from '@windhover/diagnostics';

export interface ConditionOrigins {
  /** Note that the checks and macro references in `node` were parsed from `text`. */
  add(node: ConditionNode, text: TracedText): void;
  /** The text that the span of a check or macro reference points into. */
  textOf(span: TextSpan): TracedText | undefined;
}

export function createConditionOrigins(): ConditionOrigins {
  const texts = new WeakMap<TextSpan, TracedText>();
  return {
    add(node, text) {
      const note = ({ span }: { readonly span: TextSpan }): void => {
        texts.set(span, text);
      };
      visitCondition(node, { identifier: note, exists: note, compare: note });
    },
    textOf: (span) => texts.get(span),
  };
}

/** Where in the files `part`, a piece of the check at `check`, was written. */
export function locatePart(origins: ConditionOrigins, check: TextSpan, part: TextSpan = check): Span | undefined {
  const text = origins.textOf(check);
  return text && locateTraced(text, part.start, part.end);
}
