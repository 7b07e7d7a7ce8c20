// Rules in, evaluator out: used in the process itself and, as a module, by worker threads.
import {
  compileRuleset,
  createCheckedEngine,
  createEngine,
  type AlertJsonOptions,
  type CompiledRuleset,
  type Engine,
} from '@windhover/engine';
import type { Compatibility, OktaOptions } from '@windhover/event-sources';
import { createEngineEvaluator, type ObjectEvaluator } from '@windhover/pipeline';
import { selectRules, type AppendOutput, type Priority, type SelectionStep } from '@windhover/ruleset';
import { createSourceFinder } from '../rules/find-source.ts';
import { loadRules } from '../rules/load-rules.ts';
import { createProductEnvironment } from '../rules/product-environment.ts';
import type { RulesFileText } from '../rules/read-rules-files.ts';
import type { EvaluationWatch } from './evaluation-watch.ts';

/** All that an evaluator is made of: plain data, so that it can be sent to a thread. */
export interface EvaluatorSetup {
  readonly files: readonly RulesFileText[];
  readonly compatibility: Compatibility;
  readonly appendOutput: readonly AppendOutput[];
  readonly staticFields: ReadonlyMap<string, string>;
  /** How Okta's source is set up. */
  readonly okta: Partial<OktaOptions>;
  readonly selection: readonly SelectionStep[];
  readonly ruleMatching: 'first' | 'all';
  readonly minimumPriority: Priority;
  /** How alerts become lines. */
  readonly lines: AlertJsonOptions;
}

/**
 * Load the rules and build the evaluator, in this thread looked on by `watch`. Throws when they do not load: whoever
 * reads them checks them before.
 */
export function createEvaluator(setup: EvaluatorSetup, watch: EvaluationWatch = {}): ObjectEvaluator {
  const { ruleset, results, fatalError } = loadRules(setup.files, createProductEnvironment(setup));
  const problem = fatalError ?? results.find((result) => !result.successful)?.errors[0]?.message;
  if (problem !== undefined) throw new Error(`rules do not load: ${problem}`);
  const compiled = compileRuleset(selectRules(ruleset, setup.selection), setup);
  let origin = '';
  const evaluator = createEngineEvaluator({
    engine: createWatchedEngine(compiled, setup, watch, () => origin),
    ruleset: compiled,
    compatibility: setup.compatibility,
    lines: setup.lines,
  });
  return {
    dependsOnOrder: evaluator.dependsOnOrder,
    open(object, receiver) {
      origin = object.origin.name;
      return evaluator.open(object, receiver);
    },
  };
}

function createWatchedEngine(
  ruleset: CompiledRuleset,
  { lines, compatibility, okta }: EvaluatorSetup,
  { profile, onDifference }: EvaluationWatch,
  originOf: () => string,
): Engine {
  const options = {
    hostname: lines.hostname,
    timeZone: lines.timeZone,
    compatibility,
    findSource: createSourceFinder(okta),
    ...(profile !== undefined && { profile }),
  };
  return onDifference === undefined
    ? createEngine(ruleset, options)
    : createCheckedEngine(ruleset, options, (difference) => onDifference(difference, originOf()));
}

/** This module, for threads that import it. */
export const EVALUATOR_MODULE = import.meta.url;
