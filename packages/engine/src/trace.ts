// Why a rule matched a record or did not: the condition with the verdict of each part. What `explain` shows.

import type { CheckedCompare, CheckedCondition, CheckedExists } from '@windhover/condition';
import type { FieldValue } from '@windhover/event-sources';
import type { LoadedRule } from '@windhover/ruleset';
import { FALSE, TRUE, type ConditionProgram } from './compile/compile-condition.ts';
import type { CompiledLeaf } from './compile/compile-leaf.ts';
import type { RecordValues } from './compile/record-values.ts';

export interface RuleTrace extends TracedCondition {
  readonly rule: LoadedRule;
}

export interface TracedCondition {
  readonly matched: boolean;
  readonly root: ConditionTrace;
  /** The check whose outcome ended the evaluation. */
  readonly decidedBy: CheckTrace;
}

/** The tree of a condition with its verdicts: every part has one, also those that evaluation did not reach. */
export type ConditionTrace = BranchTrace | CheckTrace;

export interface BranchTrace {
  readonly kind: 'and' | 'or' | 'not';
  readonly result: boolean;
  readonly children: readonly ConditionTrace[];
}

export interface CheckTrace {
  readonly kind: 'check';
  readonly source: CheckedExists | CheckedCompare;
  /** `absent`: false because a side has no value. */
  readonly outcome: 'true' | 'false' | 'absent';
  readonly result: boolean;
  /** Value at the left of the operator, after transformers; undefined = absent. */
  readonly left: FieldValue | undefined;
  /** Value at the right, for a field or transformer there. */
  readonly right?: FieldValue | undefined;
  /** Whether evaluation reached this check before the verdict was clear. */
  readonly evaluated: boolean;
}

/** Evaluate all checks of a program, with the very functions that the engine runs. */
export function traceCondition(
  condition: CheckedCondition,
  program: ConditionProgram,
  values: RecordValues,
): TracedCondition {
  const results = program.leaves.map((leaf) => leaf.test(values));
  const path = followProgram(program, results);
  const reached = new Set(path.leaves);
  const checks = program.leaves.map((leaf, index) =>
    traceLeaf(leaf, results[index] ?? false, reached.has(index), values),
  );
  const decidedBy = checks[path.leaves.at(-1) ?? 0];
  if (!decidedBy) throw new Error('a condition has at least one check');
  return { matched: path.matched, root: buildTree(condition, checks), decidedBy };
}

function followProgram({ ifTrue, ifFalse }: ConditionProgram, results: readonly boolean[]) {
  const leaves: number[] = [];
  let at = 0;
  while (at >= 0) {
    leaves.push(at);
    at = (results[at] ? ifTrue[at] : ifFalse[at]) ?? FALSE;
  }
  return { leaves, matched: at === TRUE };
}

function traceLeaf(
  leaf: CompiledLeaf,
  result: boolean,
  evaluated: boolean,
  values: RecordValues,
): CheckTrace {
  const left = leaf.readLeft(values);
  const right = leaf.readRight?.(values);
  const isAbsent = left === undefined || (leaf.readRight !== undefined && right === undefined);
  return {
    kind: 'check',
    source: leaf.source,
    outcome: result ? 'true' : isAbsent ? 'absent' : 'false',
    result,
    left,
    ...(leaf.readRight && { right }),
    evaluated,
  };
}

/** A branch that waits for its children. */
interface OpenBranch {
  readonly node: Exclude<CheckedCondition, CheckedExists | CheckedCompare>;
  readonly children: ConditionTrace[];
}

/** Put the checks, which are in the order of the text, back into their tree; without recursion. */
function buildTree(condition: CheckedCondition, checks: readonly CheckTrace[]): ConditionTrace {
  const open: OpenBranch[] = [];
  let nextCheck = 0;
  let node: CheckedCondition | undefined = condition;
  for (;;) {
    if (node && node.kind !== 'exists' && node.kind !== 'compare') {
      open.push({ node, children: [] });
      node = childrenOf(node)[0];
      continue;
    }
    let done: ConditionTrace | undefined = checks[nextCheck++];
    for (;;) {
      if (!done) throw new Error('more checks in the tree than in the program');
      const branch = open.at(-1);
      if (!branch) return done;
      branch.children.push(done);
      node = childrenOf(branch.node)[branch.children.length];
      if (node) break;
      done = closeBranch(branch);
      open.pop();
    }
  }
}

function childrenOf(node: OpenBranch['node']): readonly CheckedCondition[] {
  return node.kind === 'not' ? [node.child] : node.children;
}

function closeBranch({ node, children }: OpenBranch): BranchTrace {
  const results = children.map(({ result }) => result);
  const result =
    node.kind === 'and' ? results.every(Boolean) : node.kind === 'or' ? results.some(Boolean) : !results[0];
  return { kind: node.kind, result, children };
}
