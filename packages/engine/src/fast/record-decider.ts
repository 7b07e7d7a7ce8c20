// Which rules of a source a projected record leaves open: its values are classified slot by slot, as the graph asks.

import type { Projection } from '@windhover/json';
import type { CompiledRuleset } from '../compile/compile-ruleset.ts';
import type { FieldSlot } from '../compile/field-slots.ts';
import { createDecisionGraph, DECIDED, type Decision, type DecisionGraph } from './decision-graph.ts';
import type { MatchPlan } from './match-plan.ts';
import { SlotClassifier, UNCLASSIFIED } from './slot-classifier.ts';

/** Slots that get a table of values. Rulesets of people have far fewer; each table takes memory. */
const MAX_TABLES = 512;
/** After so many records slots that did not pay get another chance. */
const RETRY_RECORDS = 1 << 20;

/** The groups of paths whose values are looked up, for the projection: one for each slot, as far as there are tables. */
export function listValueGroups(pathsOfSlot: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return pathsOfSlot.slice(0, MAX_TABLES);
}

/** What a decider works on. */
export interface DeciderSetup {
  readonly plan: MatchPlan;
  readonly slots: readonly FieldSlot[];
  /** The numbers of each slot's paths in the projection, whose first groups are those of `listValueGroups`. */
  readonly pathsOfSlot: readonly (readonly number[])[];
  readonly projection: Projection;
  readonly ruleMatching: CompiledRuleset['ruleMatching'];
}

/** Decides the record that the projection has scanned last. */
export class RecordDecider {
  readonly #setup: DeciderSetup;
  readonly #graph: DecisionGraph;
  #classifiers: readonly SlotClassifier[];
  #untilRetry = RETRY_RECORDS;

  constructor(setup: DeciderSetup) {
    this.#setup = setup;
    this.#classifiers = this.#createClassifiers();
    this.#graph = createDecisionGraph(setup.plan, {
      ruleMatching: setup.ruleMatching,
      paysFor: (slot, openChecks) => this.#classifiers[slot]?.paysFor(openChecks) ?? false,
      filter: setup.projection.filter,
    });
  }

  /** Decide as far as it pays. */
  decide(): Decision {
    let decision = this.#graph.start();
    while (decision.slot !== DECIDED) {
      const classifier = this.#classifierOf(decision.slot);
      const classNumber = classifier.classify();
      if (classNumber === UNCLASSIFIED) {
        this.#graph.clear();
        decision = this.#graph.start();
        continue;
      }
      const results = classifier.results[classNumber];
      if (!results) throw new Error(`no class ${classNumber}`);
      const next: Decision | undefined =
        decision.next[classNumber] ?? this.#graph.expand(decision, classNumber, results);
      if (!next) break;
      decision = next;
    }
    return decision;
  }

  /** Classify a value that the record filter did not know; false: it had better be decided otherwise. */
  learn(slot: number): boolean {
    if (this.#classifierOf(slot).classifyNew() !== UNCLASSIFIED) return true;
    this.#graph.clear();
    return false;
  }

  /** So many records have come since the last time. */
  count(records: number): void {
    this.#untilRetry -= records;
    if (this.#untilRetry > 0) return;
    this.#untilRetry = RETRY_RECORDS;
    for (const table of this.#setup.projection.tables.slice(0, this.#classifiers.length)) table.clear();
    this.#classifiers = this.#createClassifiers();
    this.#graph.clear();
  }

  #classifierOf(slot: number): SlotClassifier {
    const classifier = this.#classifiers[slot];
    if (!classifier) throw new Error(`no classifier for slot ${slot}`);
    return classifier;
  }

  #createClassifiers(): SlotClassifier[] {
    const { plan, slots, pathsOfSlot, projection } = this.#setup;
    return listValueGroups(pathsOfSlot).map((paths, index) => {
      const [slot, atoms, table] = [slots[index], plan.atoms[index], projection.tables[index]];
      if (!slot || !atoms || !table) throw new Error(`slot ${index} is not set up`);
      return new SlotClassifier(slot, atoms, projection, paths, table);
    });
  }
}
