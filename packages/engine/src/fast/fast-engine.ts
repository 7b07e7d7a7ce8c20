import type { Skip, SourceRecord } from '@windhover/event-sources';
import { createProjection } from '@windhover/json';
import { admitInFull } from '../admit-record.ts';
import type { Alert } from '../alert.ts';
import type { CompiledRuleset } from '../compile/compile-ruleset.ts';
import type { Engine, EvaluatedRecord, RecordMeasure } from '../engine.ts';
import { createInterpreter, interpretRules } from '../interpreter.ts';
import { RecordReader } from '../record-reader.ts';
import { RunState, type EngineOptions } from '../run-state.ts';
import { createFastMatcher, type FastMatcher } from './fast-matcher.ts';

/**
 * The engine for production: the same alerts as the interpreter, at a cost that depends on the number of fields
 * rather than of rules.
 */
export function createFastEngine(ruleset: CompiledRuleset, options: Partial<EngineOptions> = {}): Engine {
  const state = new RunState(options);
  const { compatibility, profile } = state.options;
  const interpreter = createInterpreter(ruleset, options);
  let current = ruleset;
  let matchers = new Map<string, FastMatcher>();

  /** Fields that count over records are no functions of the record: their sources are left to the interpreter. */
  const matcherOf = (sourceName: string): FastMatcher | undefined => {
    const known = matchers.get(sourceName);
    if (known) return known;
    const compiled = current.sources.get(sourceName);
    if (!compiled || compiled.observers.length > 0) return undefined;
    const matcher = createFastMatcher(
      compiled,
      current.ruleMatching,
      compatibility,
      createProjection,
      profile,
    );
    matchers.set(sourceName, matcher);
    return matcher;
  };
  /** `matcher`: the one that has projected the record. */
  const evaluateWith = (matcher: FastMatcher | undefined, record: SourceRecord): readonly Alert[] => {
    const compiled = current.sources.get(record.sourceName);
    const run = state.of(record);
    run.count++;
    if (!compiled) return NO_ALERTS;
    const surroundings = () => state.surroundings(compiled.source, run, run.count);
    if (matcher) return matcher.match(record, surroundings);
    return interpretRules(
      compiled,
      new RecordReader(compiled.slots, record, surroundings()),
      current.ruleMatching,
    );
  };
  const projectorOf = (record: SourceRecord): FastMatcher | undefined => {
    const matcher = matcherOf(record.sourceName);
    return matcher?.project(record) ? matcher : undefined;
  };

  /** The first record of a run, whose time others may refer to, is never passed. */
  const passIn = (matcher: FastMatcher, sourceName: string): RecordMeasure['pass'] => {
    const run = state.find(sourceName);
    if (!run) return () => undefined;
    return (start, limit, limits, receivedNs) => {
      const passed = matcher.pass(start, limit, limits, receivedNs);
      if (passed) run.count += passed.count;
      return passed;
    };
  };

  return {
    evaluate: (record) => evaluateWith(projectorOf(record), record),
    admit(record, receivedNs): EvaluatedRecord | Skip {
      const matcher = projectorOf(record);
      const admitted = matcher ? matcher.admit(receivedNs) : admitInFull(record, compatibility, receivedNs);
      if ('reason' in admitted) return admitted;
      const { timestampNs } = admitted;
      const { bytes, start, end, sourceName } = record;
      return { timestampNs, alerts: evaluateWith(matcher, { bytes, start, end, sourceName, timestampNs }) };
    },
    measure(sourceName) {
      const matcher = matcherOf(sourceName);
      return matcher && { load: matcher.load, measure: matcher.measure, pass: passIn(matcher, sourceName) };
    },
    trace: (record) => interpreter.trace(record),
    replaceRuleset(next) {
      current = next;
      matchers = new Map();
      interpreter.replaceRuleset(next);
    },
    startRun() {
      state.reset();
      interpreter.startRun();
    },
  };
}

const NO_ALERTS: readonly Alert[] = [];
