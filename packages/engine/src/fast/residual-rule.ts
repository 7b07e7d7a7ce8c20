// A rule under what is already known of a record: the checks that are still open, and how they hang together.

import { FALSE, TRUE } from '../compile/compile-condition.ts';
import type { RecordValues } from '../compile/record-values.ts';
import { RESIDUAL, type PlannedProgram } from './match-plan.ts';

/**
 * What is left of a rule's program. Jumps over checks that are known, or that no longer matter, are contracted, so
 * that equal residuals of a rule have equal keys.
 */
export interface ResidualRule {
  /** Position of the rule in the order of evaluation. */
  readonly rule: number;
  readonly planned: PlannedProgram;
  /** The first open check, or `TRUE` if nothing is open any more. */
  readonly entry: number;
  /** The open checks that can still be reached, in order. */
  readonly open: readonly number[];
  readonly ifTrue: ReadonlyMap<number, number>;
  readonly ifFalse: ReadonlyMap<number, number>;
  /** The slots that open checks are on. */
  readonly slots: ReadonlySet<number>;
  readonly key: string;
  /** Hash of `key`. */
  readonly hash: number;
}

/** The residual of a rule of which only its constants are known; undefined: it can never match. */
export function startResidual(rule: number, planned: PlannedProgram): ResidualRule | undefined {
  const { ifTrue, ifFalse, leaves } = planned.program;
  const indexes = leaves.map((_, index) => index);
  const whole = { rule, planned, entry: 0, open: indexes, ifTrue: mapOf(ifTrue), ifFalse: mapOf(ifFalse) };
  return contract(whole, (leaf) => planned.constants.get(leaf));
}

/** The residual after the atoms of a slot are known; undefined: the rule cannot match any more. */
export function narrowResidual(
  residual: ResidualRule,
  slot: number,
  results: Uint8Array,
): ResidualRule | undefined {
  if (!residual.slots.has(slot)) return residual;
  const { slotOfLeaf, atomOfLeaf } = residual.planned;
  return contract(residual, (leaf) =>
    slotOfLeaf[leaf] === slot ? results[atomOfLeaf[leaf] ?? 0] === 1 : undefined,
  );
}

/** Decide what is open of a rule. */
export function runResidual(
  { planned, entry, ifTrue, ifFalse }: ResidualRule,
  values: RecordValues,
): boolean {
  const { leaves } = planned.program;
  let at = entry;
  while (at >= 0) at = (leaves[at]?.test(values) ? ifTrue.get(at) : ifFalse.get(at)) ?? FALSE;
  return at === TRUE;
}

type OpenRule = Pick<ResidualRule, 'rule' | 'planned' | 'entry' | 'open' | 'ifTrue' | 'ifFalse'>;

/** Jumps only go forward: from the last check to the first, every target is settled before it is needed. */
function contract(
  residual: OpenRule,
  known: (leaf: number) => boolean | undefined,
): ResidualRule | undefined {
  const settled = new Map<number, number>();
  const ifTrue = new Map<number, number>();
  const ifFalse = new Map<number, number>();
  const settle = (target: number | undefined): number =>
    target === undefined ? FALSE : target < 0 ? target : (settled.get(target) ?? FALSE);
  for (const leaf of residual.open.toReversed()) {
    const whenTrue = settle(residual.ifTrue.get(leaf));
    const whenFalse = settle(residual.ifFalse.get(leaf));
    const result = known(leaf);
    if (result !== undefined) settled.set(leaf, result ? whenTrue : whenFalse);
    else if (whenTrue === whenFalse) settled.set(leaf, whenTrue);
    else {
      settled.set(leaf, leaf);
      ifTrue.set(leaf, whenTrue);
      ifFalse.set(leaf, whenFalse);
    }
  }
  const entry = settle(residual.entry);
  if (entry === FALSE) return undefined;
  const open = listReachable(entry, ifTrue, ifFalse);
  const key = `${residual.rule}:${entry}:${open.map((leaf) => `${leaf}>${ifTrue.get(leaf)}/${ifFalse.get(leaf)}`).join()}`;
  const { rule, planned } = residual;
  const slots = new Set(open.map((leaf) => planned.slotOfLeaf[leaf] ?? RESIDUAL));
  return { rule, planned, entry, open, ifTrue, ifFalse, slots, key, hash: hashText(key) };
}

function listReachable(
  entry: number,
  ifTrue: ReadonlyMap<number, number>,
  ifFalse: ReadonlyMap<number, number>,
): number[] {
  const reached = new Set<number>();
  const waiting = [entry];
  for (let leaf = waiting.pop(); leaf !== undefined; leaf = waiting.pop()) {
    if (leaf < 0 || reached.has(leaf)) continue;
    reached.add(leaf);
    waiting.push(ifTrue.get(leaf) ?? FALSE, ifFalse.get(leaf) ?? FALSE);
  }
  return [...reached].sort((left, right) => left - right);
}

function mapOf(jumps: Int32Array): Map<number, number> {
  return new Map(jumps.entries());
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
