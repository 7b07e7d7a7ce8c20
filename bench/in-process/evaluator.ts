// Rules in, evaluator out, as the command line does it; also the module that worker threads import.
import { createEngine, createInterpreter, type CompiledRuleset } from '@windhover/engine';
import { createEngineEvaluator, type ObjectEvaluator } from '@windhover/pipeline';
import { compileRules } from '../rules/rulesets.ts';

/** This module, for threads that import it. */
export const EVALUATOR_MODULE = import.meta.url;

/** An evaluator for rules given as texts: what crosses threads. */
export function createEvaluator(texts: readonly string[]): ObjectEvaluator {
  return createBenchEvaluator(compileRules(texts), 'compiled');
}

/** An evaluator over either form of the engine, its tables empty; alerts become lines as in a replay. */
export function createBenchEvaluator(
  ruleset: CompiledRuleset,
  form: 'compiled' | 'interpreted',
): ObjectEvaluator {
  const place = { hostname: 'bench', timeZone: 'UTC' };
  return createEngineEvaluator({
    engine: form === 'compiled' ? createEngine(ruleset, place) : createInterpreter(ruleset, place),
    ruleset,
    compatibility: 'fixed',
    lines: {
      ...place,
      timeFormatIso8601: false,
      includeOutput: true,
      includeOutputFields: true,
      includeTags: true,
      includeMessage: false,
    },
  });
}
