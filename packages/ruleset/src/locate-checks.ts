import { decodeByteString, type ByteString } from '@windhover/bytes';
import { visitCondition, type ConditionNode, type TextSpan } from '@windhover/condition';
import type { Span } from '@windhover/diagnostics';
import type { CollectedRule, ExceptionEntry } from './collect/collected.ts';
import { locatePart } from './compile/traced-condition.ts';
import type { LoadedState } from './ruleset-loader.ts';

/** Where a check of a loaded rule comes from. */
export interface CheckOrigin {
  /** Where it is written; undefined for what nobody wrote. */
  readonly span: Span | undefined;
  /** The macro or exception that brought it into the rule. */
  readonly via?: { readonly kind: 'macro' | 'exception'; readonly name: string };
}

/** Finds the origin of the checks of rules, by the spans that they keep from parsing. */
export interface CheckLocator {
  locate(ruleName: string, check: TextSpan): CheckOrigin;
}

/** Prepare the look-up for what is loaded. */
export function createCheckLocator({ compilation }: LoadedState): CheckLocator {
  const macroOf = new Map<TextSpan, ByteString>();
  for (const [name, macro] of compilation?.macros ?? []) {
    for (const span of listCheckSpans(macro.parsed)) macroOf.set(span, name);
  }
  const rules = new Map((compilation?.rules ?? []).map((rule) => [rule.loaded.name, rule.collected]));
  return {
    locate(ruleName, check) {
      const span = compilation && locatePart(compilation.origins, check);
      const macro = macroOf.get(check);
      if (macro !== undefined) return { span, via: { kind: 'macro', name: decodeByteString(macro) } };
      const rule = rules.get(ruleName);
      const exception = span && rule && findException(rule, span);
      return { span, ...(exception === undefined ? {} : { via: { kind: 'exception', name: exception } }) };
    },
  };
}

function listCheckSpans(node: ConditionNode | undefined): TextSpan[] {
  const spans: TextSpan[] = [];
  if (node === undefined) return spans;
  visitCondition(node, {
    exists: (check) => void spans.push(check.span),
    compare: (check) => void spans.push(check.span),
  });
  return spans;
}

/** The exception in whose fields or values the span lies. */
function findException(rule: CollectedRule, span: Span): string | undefined {
  const found = rule.exceptions.find(({ fields, values }) =>
    [fields, ...values].some((entry) => contains(entry, span)),
  );
  return found && decodeByteString(found.name);
}

/** A check begins at its field and may end at its values, which are entries of their own: its start tells. */
function contains(entry: ExceptionEntry, span: Span): boolean {
  const own = entry.span;
  if (own !== undefined && own.source === span.source && own.start <= span.start && span.start < own.end)
    return true;
  return entry.items.some((item) => contains(item, span));
}
