// Conditions become programs: their checks in order, each with the place to go on for either outcome.

import type { CheckedCondition } from '@windhover/condition';
import { compileLeaf, type CompiledLeaf } from './compile-leaf.ts';
import type { RecordValues, SlotTable } from './record-values.ts';

/** Targets of a jump that end the program. */
export const TRUE = -1;
export const FALSE = -2;

/**
 * A condition as a sequence of checks. `and`, `or` and `not` are in the jumps alone: children run left to right
 * and stop as early as the spec says (§16), and no nesting, however deep, needs a stack.
 */
export interface ConditionProgram {
  readonly leaves: readonly CompiledLeaf[];
  /** Index of the next check, or `TRUE` or `FALSE`, for each check that held. */
  readonly ifTrue: Int32Array;
  /** The same for each check that did not hold. */
  readonly ifFalse: Int32Array;
}

export function compileCondition(condition: CheckedCondition, slots: SlotTable): ConditionProgram {
  const nodes = listNodes(condition);
  const leaves: CompiledLeaf[] = [];
  for (const { node } of nodes) {
    if (node.kind === 'exists' || node.kind === 'compare') leaves.push(compileLeaf(node, slots));
  }
  const ifTrue = new Int32Array(leaves.length);
  const ifFalse = new Int32Array(leaves.length);
  for (const { node, firstLeaf, children, targets } of nodes) {
    children.forEach((child, index) => {
      const next = children[index + 1]?.firstLeaf;
      child.targets =
        node.kind === 'not'
          ? { whenTrue: targets.whenFalse, whenFalse: targets.whenTrue }
          : {
              whenTrue: node.kind === 'and' ? (next ?? targets.whenTrue) : targets.whenTrue,
              whenFalse: node.kind === 'or' ? (next ?? targets.whenFalse) : targets.whenFalse,
            };
    });
    if (children.length > 0) continue;
    ifTrue[firstLeaf] = targets.whenTrue;
    ifFalse[firstLeaf] = targets.whenFalse;
  }
  return { leaves, ifTrue, ifFalse };
}

/** Run a program on a record. */
export function runCondition({ leaves, ifTrue, ifFalse }: ConditionProgram, values: RecordValues): boolean {
  let at = 0;
  while (at >= 0) at = (leaves[at]?.test(values) ? ifTrue[at] : ifFalse[at]) ?? FALSE;
  return at === TRUE;
}

/** A node of the tree; a node that the tree holds twice is listed twice. */
interface ListedNode {
  readonly node: CheckedCondition;
  /** Number of the leftmost check below: where the program of this node starts. */
  readonly firstLeaf: number;
  readonly children: ListedNode[];
  targets: { readonly whenTrue: number; readonly whenFalse: number };
}

/** All nodes, every one before its children and these from left to right. */
function listNodes(condition: CheckedCondition): readonly ListedNode[] {
  const listed: ListedNode[] = [];
  const open: { readonly node: CheckedCondition; readonly parent?: ListedNode }[] = [{ node: condition }];
  let leafCount = 0;
  for (let current = open.pop(); current; current = open.pop()) {
    const { node, parent } = current;
    const entry: ListedNode = {
      node,
      firstLeaf: leafCount,
      children: [],
      targets: { whenTrue: TRUE, whenFalse: FALSE },
    };
    listed.push(entry);
    parent?.children.push(entry);
    if (node.kind === 'not') open.push({ node: node.child, parent: entry });
    else if (node.kind === 'and' || node.kind === 'or') {
      for (const child of node.children.toReversed()) open.push({ node: child, parent: entry });
    } else leafCount++;
  }
  return listed;
}
