// Why rules match an event or do not, as data and as text.
import { decodeByteString } from '@windhover/bytes';
import { locateOffset } from '@windhover/diagnostics';
import type { CheckTrace, ConditionTrace, Engine, RuleTrace } from '@windhover/engine';
import type { SourceRecord } from '@windhover/event-sources';
import type { CheckLocator } from '@windhover/ruleset';
import { findDecidingChecks } from './coverage.ts';
import { toPlain } from './run-cases.ts';
import { printCheck } from './trace-text.ts';

/** The verdict of one rule on one record, taken apart. */
export interface RuleExplanation {
  readonly rule: string;
  readonly priority: string;
  readonly matched: boolean;
  readonly tree: ExplainedNode;
  /** Checks that alone would have turned the verdict: what a near miss lacks. */
  readonly decidedBy: readonly string[];
}

export type ExplainedNode = ExplainedBranch | ExplainedCheck;

export interface ExplainedBranch {
  readonly kind: 'and' | 'or' | 'not';
  readonly result: boolean;
  readonly children: readonly ExplainedNode[];
}

export interface ExplainedCheck {
  readonly kind: 'check';
  readonly text: string;
  readonly outcome: 'true' | 'false' | 'absent';
  /** The value at the left, null when absent. */
  readonly value: unknown;
  /** The value at the right, where that is a field. */
  readonly right?: unknown;
  readonly evaluated: boolean;
  readonly decided: boolean;
  /** `file:line` and what brought the check there. */
  readonly place?: string;
  readonly via?: string;
}

/** Explain all rules of the record's source. Does not count the record. */
export function explainRecord(
  engine: Engine,
  record: SourceRecord,
  locator: CheckLocator,
): RuleExplanation[] {
  return engine.trace(record).map((trace) => explainRule(trace, locator));
}

function explainRule(trace: RuleTrace, locator: CheckLocator): RuleExplanation {
  const deciding = findDecidingChecks(trace.root);
  const explain = (node: ConditionTrace): ExplainedNode =>
    node.kind === 'check'
      ? explainCheck(node, trace.rule.name, deciding.has(node), locator)
      : { kind: node.kind, result: node.result, children: node.children.map(explain) };
  return {
    rule: trace.rule.name,
    priority: trace.rule.priority,
    matched: trace.matched,
    tree: explain(trace.root),
    decidedBy: [...deciding].map((check) => decodeByteString(printCheck(check))),
  };
}

function explainCheck(
  check: CheckTrace,
  rule: string,
  decided: boolean,
  locator: CheckLocator,
): ExplainedCheck {
  const { span, via } = locator.locate(rule, check.source.span);
  return {
    kind: 'check',
    text: decodeByteString(printCheck(check)),
    outcome: check.outcome,
    value: toPlain(check.left),
    ...('right' in check ? { right: toPlain(check.right) } : {}),
    evaluated: check.evaluated,
    decided,
    ...(span === undefined
      ? {}
      : { place: `${span.source.name}:${locateOffset(span.source, span.start).line}` }),
    ...(via === undefined ? {} : { via: `${via.kind} ${via.name}` }),
  };
}

/** Rules that did not match, but would have with one check the other way: the near misses. */
export function listNearMisses(explanations: readonly RuleExplanation[]): RuleExplanation[] {
  return explanations.filter(({ matched, decidedBy }) => !matched && decidedBy.length > 0);
}

export interface ExplainTextOptions {
  readonly color: boolean;
}

/** The tree of one rule as people read it. */
export function formatExplanation(
  { rule, matched, tree }: RuleExplanation,
  { color }: ExplainTextOptions,
): string {
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const mark = (result: boolean): string => (result ? paint(32, '✓') : paint(31, '✗'));
  const lines = [`${rule}: ${matched ? paint(32, 'match') : paint(31, 'no match')}`];
  const open: { node: ExplainedNode; depth: number }[] = [{ node: tree, depth: 1 }];
  while (open.length > 0) {
    const { node, depth } = open.pop()!;
    const indent = '  '.repeat(depth);
    if (node.kind !== 'check') {
      lines.push(`${indent}${mark(node.result)} ${node.kind}`);
      for (const child of node.children.toReversed()) open.push({ node: child, depth: depth + 1 });
      continue;
    }
    const value = node.value === null ? 'absent' : JSON.stringify(node.value);
    const right =
      node.right === undefined
        ? ''
        : `, right side ${node.right === null ? 'absent' : JSON.stringify(node.right)}`;
    const notes = [node.via && `via ${node.via}`, node.place, !node.evaluated && 'not reached']
      .filter(Boolean)
      .join(', ');
    const decided = node.decided ? paint(33, '  ← decides') : '';
    lines.push(
      `${indent}${mark(node.outcome === 'true')} ${node.text}   ${paint(36, `is ${value}${right}`)}${decided}   ${paint(90, `[${notes}]`)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
