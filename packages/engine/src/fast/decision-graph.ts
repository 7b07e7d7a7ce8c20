// Which rules can still match, after each value that is looked at: a graph of decisions that grows with what arrives.

import { PASS, type RecordFilter } from '@windhover/json';
import { RESIDUAL, type MatchPlan } from './match-plan.ts';
import { narrowResidual, startResidual, type ResidualRule } from './residual-rule.ts';
import { TRUE } from '../compile/compile-condition.ts';

/** What is known after some slots have been looked at. */
export interface Decision {
  /** The slot to look at next, or `DECIDED`. */
  readonly slot: number;
  /** The rules that match or may match, in the order of evaluation; never more than `ruleMatching` asks for. */
  readonly rules: readonly ResidualRule[];
  /** What comes after each class of the slot, as far as it has come up. */
  readonly next: (Decision | undefined)[];
  /** Its node in the record filter; negative: none. */
  readonly node: number;
}

/** No slot is worth looking at any more: what is open has to be run. */
export const DECIDED = -1;

export interface DecisionGraph {
  /** Where every record starts. Grants the work that one record may cost. */
  start(): Decision;
  /**
   * The decision after the slot turned out to be of this class, whose atoms have these results; undefined: growing
   * the graph has not paid lately, the rules of `decision` had better be run.
   */
  expand(decision: Decision, classNumber: number, results: Uint8Array): Decision | undefined;
  /** Forget everything, because other slots are worth looking at. */
  clear(): void;
}

export interface DecisionGraphOptions {
  readonly ruleMatching: 'first' | 'all';
  /** Whether it pays to look a slot's value up for so many open checks on it. May change; `clear` afterwards. */
  paysFor(slot: number, openChecks: number): boolean;
  /** Is told all that the graph knows: slots have the group of their number. */
  readonly filter?: RecordFilter | undefined;
}

const NO_NODE = -1;
/** Beyond so many decisions the graph starts anew. */
const MAX_DECISIONS = 20_000;
/**
 * Work is counted in rules narrowed. Each record grants as much as running all rules on it would take, so that
 * events made to grow the graph cost at most twice the plain way.
 */
const INITIAL_CREDIT = 2_000_000;

export function createDecisionGraph(plan: MatchPlan, options: DecisionGraphOptions): DecisionGraph {
  const table = new DecisionTable();
  const ruleCount = plan.programs.length;
  let credit = INITIAL_CREDIT;
  let root: Decision | undefined;

  const intern = (residuals: readonly (ResidualRule | undefined)[]): Decision => {
    const rules = keepReportable(residuals, options.ruleMatching);
    const known = table.find(rules);
    if (known) return known;
    const slot = chooseSlot(rules, plan.atoms.length, options);
    return table.add({ slot, rules, next: [], node: addNode(slot, rules, options.filter) });
  };
  const clear = (): void => {
    table.clear();
    options.filter?.clear();
    root = undefined;
  };

  return {
    start() {
      credit = Math.min(INITIAL_CREDIT, credit + ruleCount);
      if (root) return root;
      root = intern(plan.programs.map((planned, rule) => startResidual(rule, planned)));
      options.filter?.setRoot(root.node);
      return root;
    },
    expand(decision, classNumber, results) {
      credit -= decision.rules.length;
      if (credit < 0) return undefined;
      const isFull = table.size >= MAX_DECISIONS;
      if (isFull) clear();
      const next = intern(
        decision.rules.map((rule) => table.share(narrowResidual(rule, decision.slot, results))),
      );
      decision.next[classNumber] = next;
      // The node of a decision that was just forgotten is gone.
      if (!isFull) options.filter?.addEdge(decision.node, classNumber, next.node);
      return next;
    },
    clear,
  };
}

/** Records pass where no rule is open, and have to be looked at where one is that no slot decides. */
function addNode(slot: number, rules: readonly ResidualRule[], filter: RecordFilter | undefined): number {
  if (!filter || (slot === DECIDED && rules.length > 0)) return NO_NODE;
  return filter.addNode(slot === DECIDED ? PASS : slot);
}

/** Decisions by their open rules. Equal residuals are one object in it, so that lists of them compare quickly. */
class DecisionTable {
  size = 0;
  readonly #residuals = new Map<string, ResidualRule>();
  readonly #byHash = new Map<number, Decision[]>();

  share(residual: ResidualRule | undefined): ResidualRule | undefined {
    if (!residual) return undefined;
    const known = this.#residuals.get(residual.key);
    if (known) return known;
    this.#residuals.set(residual.key, residual);
    return residual;
  }

  find(rules: readonly ResidualRule[]): Decision | undefined {
    return this.#byHash.get(hashRules(rules))?.find((decision) => isSameList(decision.rules, rules));
  }

  add(decision: Decision): Decision {
    const hash = hashRules(decision.rules);
    const decisions = this.#byHash.get(hash) ?? [];
    decisions.push(decision);
    this.#byHash.set(hash, decisions);
    this.size++;
    return decision;
  }

  clear(): void {
    this.#residuals.clear();
    this.#byHash.clear();
    this.size = 0;
  }
}

function hashRules(rules: readonly ResidualRule[]): number {
  let hash = rules.length;
  for (const { hash: part } of rules) hash = Math.imul(hash ^ part, 0x01000193);
  return hash;
}

function isSameList(left: readonly ResidualRule[], right: readonly ResidualRule[]): boolean {
  return (
    left.length === right.length &&
    left.every((rule, index) => rule === right[index] || rule.key === right[index]?.key)
  );
}

/** Without the rules that cannot match, and with `first` without those behind one that certainly does. */
function keepReportable(
  residuals: readonly (ResidualRule | undefined)[],
  ruleMatching: 'first' | 'all',
): readonly ResidualRule[] {
  const kept: ResidualRule[] = [];
  for (const residual of residuals) {
    if (!residual) continue;
    kept.push(residual);
    if (ruleMatching === 'first' && residual.entry === TRUE) break;
  }
  return kept;
}

/** The slot that the first open check of most rules is on; else the one that most open checks are on. */
function chooseSlot(
  rules: readonly ResidualRule[],
  slotCount: number,
  { paysFor }: DecisionGraphOptions,
): number {
  const entries = new Uint32Array(slotCount);
  const checks = new Uint32Array(slotCount);
  for (const { planned, entry, open } of rules) {
    for (const leaf of open) {
      const slot = planned.slotOfLeaf[leaf] ?? RESIDUAL;
      if (slot === RESIDUAL) continue;
      checks[slot] = (checks[slot] ?? 0) + 1;
      if (leaf === entry) entries[slot] = (entries[slot] ?? 0) + 1;
    }
  }
  let best = DECIDED;
  const score = (slot: number): number => (entries[slot] ?? 0) * 2 ** 20 + (checks[slot] ?? 0);
  for (let slot = 0; slot < slotCount; slot++) {
    const openChecks = checks[slot] ?? 0;
    if (openChecks > 0 && paysFor(slot, openChecks) && (best === DECIDED || score(slot) > score(best)))
      best = slot;
  }
  return best;
}
