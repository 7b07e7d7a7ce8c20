// Which rules and which parts of their conditions the tests have exercised.
import { decodeByteString } from '@windhover/bytes';
import { printCheck, type CheckTrace, type ConditionTrace, type RuleTrace } from './trace-text.ts';

/** What was seen of one check of a condition. */
export interface LeafCoverage {
  readonly text: string;
  seenTrue: boolean;
  seenFalse: boolean;
  /** It was true, and with the other result the verdict would have been another. */
  decidedTrue: boolean;
  /** It was false, and with the other result the verdict would have been another. */
  decidedFalse: boolean;
  /** Both (MC/DC): whoever deletes the check, or turns it round, makes a test fail. */
  decided: boolean;
}

export interface RuleCoverage {
  readonly rule: string;
  matched: boolean;
  notMatched: boolean;
  readonly leaves: readonly LeafCoverage[];
}

export interface CoverageCollector {
  /** Note the traces of all rules on one event; only the tested rule counts when one is named. */
  note(traces: readonly RuleTrace[], testedRule: string | undefined): void;
  /** Coverage of every rule that was traced or is named in `rules`, in that order. */
  report(): readonly RuleCoverage[];
}

/** Start collecting. */
export function createCoverage(): CoverageCollector {
  const rules = new Map<string, RuleCoverage>();
  return {
    note(traces, testedRule) {
      for (const trace of traces) {
        const coverage = rules.get(trace.rule.name) ?? startRule(trace);
        rules.set(trace.rule.name, coverage);
        if (testedRule !== undefined && testedRule !== trace.rule.name) continue;
        if (trace.matched) coverage.matched = true;
        else coverage.notMatched = true;
        const checks = listChecks(trace.root);
        const deciding = findDecidingChecks(trace.root);
        for (const [index, check] of checks.entries()) {
          const leaf = coverage.leaves[index];
          if (leaf === undefined || !check.evaluated) continue;
          if (check.result) leaf.seenTrue = true;
          else leaf.seenFalse = true;
          if (!deciding.has(check)) continue;
          if (check.result) leaf.decidedTrue = true;
          else leaf.decidedFalse = true;
          leaf.decided = leaf.decidedTrue && leaf.decidedFalse;
        }
      }
    },
    report: () => [...rules.values()],
  };
}

/** Share of leaves that decided outcomes both ways, 0 to 1; 1 when there are none. */
export function leafCoverage(rules: readonly RuleCoverage[]): number {
  const leaves = rules.flatMap((rule) => rule.leaves);
  return leaves.length === 0 ? 1 : leaves.filter((leaf) => leaf.decided).length / leaves.length;
}

function startRule({ rule, root }: RuleTrace): RuleCoverage {
  const leaves = listChecks(root).map((check) => ({
    text: decodeByteString(printCheck(check)),
    seenTrue: false,
    seenFalse: false,
    decidedTrue: false,
    decidedFalse: false,
    decided: false,
  }));
  return { rule: rule.name, matched: false, notMatched: false, leaves };
}

/** The checks of a tree in the order of the text. */
export function listChecks(root: ConditionTrace): CheckTrace[] {
  const checks: CheckTrace[] = [];
  const open: ConditionTrace[] = [root];
  while (open.length > 0) {
    const node = open.pop()!;
    if (node.kind === 'check') checks.push(node);
    else open.push(...node.children.toReversed());
  }
  return checks;
}

/** The checks whose other result would have turned the verdict of the whole condition. */
export function findDecidingChecks(root: ConditionTrace): ReadonlySet<CheckTrace> {
  const deciding = new Set<CheckTrace>();
  const open: ConditionTrace[] = [root];
  while (open.length > 0) {
    const node = open.pop()!;
    if (node.kind === 'check') {
      deciding.add(node);
      continue;
    }
    // A child decides an `and` when all others are true, an `or` when all others are false, and always a `not`.
    const neutral = node.kind === 'and';
    const odd = node.kind === 'not' ? [] : node.children.filter((child) => child.result !== neutral);
    if (odd.length === 0) open.push(...node.children);
    else if (odd.length === 1) open.push(odd[0]!);
  }
  return deciding;
}
