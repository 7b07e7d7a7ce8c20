import type { SourceRecord } from '@windhover/event-sources';
import { admitInFull } from './admit-record.ts';
import type { Alert } from './alert.ts';
import { runCondition } from './compile/compile-condition.ts';
import type { CompiledRuleset, CompiledSource } from './compile/compile-ruleset.ts';
import { createAlert } from './create-alert.ts';
import type { Engine } from './engine.ts';
import { RecordReader } from './record-reader.ts';
import { RunState, type EngineOptions } from './run-state.ts';
import { traceCondition } from './trace.ts';

/**
 * The engine that reads every record in full and runs every rule on it: slow, plain, and the reference that the
 * fast form is held to.
 */
export function createInterpreter(ruleset: CompiledRuleset, options: Partial<EngineOptions> = {}): Engine {
  const state = new RunState(options);
  let current = ruleset;
  const readerOf = (
    record: SourceRecord,
    { source, slots }: CompiledSource,
    isCounted: boolean,
  ): RecordReader => {
    const run = state.of(record);
    if (isCounted) run.count++;
    const number = isCounted ? run.count : run.count + 1;
    return new RecordReader(slots, record, state.surroundings(source, run, number));
  };
  const evaluate = (record: SourceRecord): readonly Alert[] => {
    const compiled = current.sources.get(record.sourceName);
    if (compiled) return interpretRules(compiled, readerOf(record, compiled, true), current.ruleMatching);
    state.of(record).count++;
    return [];
  };
  return {
    evaluate,
    admit(record, receivedNs) {
      const admitted = admitInFull(record, state.options.compatibility, receivedNs);
      if ('reason' in admitted) return admitted;
      return {
        timestampNs: admitted.timestampNs,
        alerts: evaluate({ ...record, timestampNs: admitted.timestampNs }),
      };
    },
    measure: () => undefined,
    trace(record) {
      const compiled = current.sources.get(record.sourceName);
      if (!compiled) return [];
      const reader = readerOf(record, compiled, false);
      return compiled.rules.map(({ rule, program }) => ({
        rule,
        ...traceCondition(rule.condition, program, reader),
      }));
    },
    replaceRuleset(next) {
      current = next;
    },
    startRun() {
      state.reset();
    },
  };
}

/** Run all rules of a source, one after the other. */
export function interpretRules(
  { source, rules, observers }: CompiledSource,
  reader: RecordReader,
  ruleMatching: CompiledRuleset['ruleMatching'],
): readonly Alert[] {
  const alerts: Alert[] = [];
  for (const slot of observers) reader.observe(slot);
  for (const rule of rules) {
    if (!runCondition(rule.program, reader)) continue;
    alerts.push(createAlert(source, rule, reader, reader.context));
    if (ruleMatching === 'first') break;
  }
  return alerts;
}
