import { createInterpreter, interpretRules } from '../interpreter.ts';
import { RecordReader } from '../record-reader.ts';
import type { CompiledRuleset, CompiledSource } from '../compile/compile-ruleset.ts';
import type { Engine } from '../engine.ts';
import { RunState, type EngineOptions } from '../run-state.ts';
import { createFastMatcher, type FastMatcher } from './fast-matcher.ts';
import { createProjection } from '@windhover/json';

/**
 * The engine for production: the same alerts as the interpreter, at a cost that depends on the number of fields
 * rather than of rules.
 */
export function createFastEngine(ruleset: CompiledRuleset, options: Partial<EngineOptions> = {}): Engine {
  const state = new RunState(options);
  const matchers = new Map<CompiledSource, FastMatcher>();
  const interpreter = createInterpreter(ruleset, options);
  let current = ruleset;

  const matcherOf = (compiled: CompiledSource): FastMatcher => {
    const known = matchers.get(compiled);
    if (known) return known;
    const matcher = createFastMatcher(compiled, current.ruleMatching, createProjection);
    matchers.set(compiled, matcher);
    return matcher;
  };

  return {
    evaluate(record) {
      const compiled = current.sources.get(record.sourceName);
      const run = state.of(record);
      run.count++;
      if (!compiled) return [];
      const surroundings = () => state.surroundings(compiled.source, run, run.count);
      // What a source remembers depends on which fields were read: only the interpreter reads the same ones.
      if (compiled.source.createState) return interpretRules(compiled, new RecordReader(compiled.slots, record, surroundings()), current.ruleMatching);
      return matcherOf(compiled).match(record, surroundings);
    },
    trace: (record) => interpreter.trace(record),
    replaceRuleset(next) {
      current = next;
      matchers.clear();
      interpreter.replaceRuleset(next);
    },
    startRun() {
      state.reset();
      interpreter.startRun();
    },
  };
}
