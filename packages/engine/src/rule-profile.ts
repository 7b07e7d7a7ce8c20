/** What one rule cost. */
export interface RuleCost {
  readonly rule: string;
  /** How often the classes of a record left it open, so that it had to be run. */
  readonly leftOpen: number;
  /** How often it matched. */
  readonly matched: number;
  /** Time spent running it and making its alerts, in nanoseconds. */
  readonly timeNs: number;
}

/** Counts, rule by rule, what evaluation costs. For engines that are asked to, at a price for each open rule. */
export class RuleProfile {
  /** A monotonic clock, in nanoseconds. */
  readonly nowNs: () => number;
  readonly #costs = new Map<string, RuleCost>();

  constructor(nowNs: () => number) {
    this.nowNs = nowNs;
  }

  /** Add one look at a rule. */
  add(rule: string, look: Omit<RuleCost, 'rule'>): void {
    const { leftOpen, matched, timeNs } = this.#costs.get(rule) ?? NOTHING;
    this.#costs.set(rule, {
      rule,
      leftOpen: leftOpen + look.leftOpen,
      matched: matched + look.matched,
      timeNs: timeNs + look.timeNs,
    });
  }

  /** The rules that cost anything, the dearest first. */
  list(): readonly RuleCost[] {
    return [...this.#costs.values()].sort((left, right) => right.timeNs - left.timeNs);
  }
}

const NOTHING = { leftOpen: 0, matched: 0, timeNs: 0 };
