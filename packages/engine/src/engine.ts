import { findEventSource, type SourceRecord } from '@windhover/event-sources';
import type { Alert } from './alert.ts';
import { runCondition } from './compile/compile-condition.ts';
import type { CompiledRuleset, CompiledSource } from './compile/compile-ruleset.ts';
import { createAlert } from './create-alert.ts';
import { RecordReader, type RecordSurroundings } from './record-reader.ts';
import { traceCondition, type RuleTrace } from './trace.ts';

export interface EngineOptions {
  /** `evt.hostname`. */
  readonly hostname: string;
  /** IANA name of the time zone of `evt.time` and `evt.datetime`. */
  readonly timeZone: string;
}

/** Evaluates records against a ruleset. Pure but for the state of its run; never throws on a record. */
export interface Engine {
  /** The alerts of a record, in the order of the rules. Counts the record. */
  evaluate(record: SourceRecord): readonly Alert[];
  /** Why each rule of the record's source matches or not. Does not count the record. */
  trace(record: SourceRecord): readonly RuleTrace[];
  /** Go on with other rules; the run and its numbering continue. */
  replaceRuleset(ruleset: CompiledRuleset): void;
  /** Begin a run: `evt.num` counts from 1, `evt.reltime` from the next record, sources forget their state. */
  startRun(): void;
}

/** What a run knows of one event source. */
interface SourceRun {
  count: bigint;
  readonly firstTimestampNs: bigint;
  readonly state: unknown;
}

/** Create the interpreting engine: the reference that the fast form is held to. */
export function createEngine(ruleset: CompiledRuleset, options: Partial<EngineOptions> = {}): Engine {
  const { hostname, timeZone } = { hostname: '', timeZone: 'UTC', ...options };
  const runs = new Map<string, SourceRun>();
  let current = ruleset;

  const runOf = ({ sourceName, timestampNs }: SourceRecord): SourceRun => {
    const known = runs.get(sourceName);
    if (known) return known;
    const run = { count: 0n, firstTimestampNs: timestampNs, state: findEventSource(sourceName)?.createState?.() };
    runs.set(sourceName, run);
    return run;
  };
  const readerOf = (record: SourceRecord, compiled: CompiledSource, run: SourceRun, number: bigint): RecordReader => {
    const surroundings: RecordSurroundings = {
      sourceName: compiled.source.name,
      pluginName: compiled.source.plugin.name,
      number,
      firstTimestampNs: run.firstTimestampNs,
      hostname,
      timeZone,
      state: run.state,
    };
    return new RecordReader(compiled.slots, record, surroundings);
  };

  return {
    evaluate(record) {
      const compiled = current.sources.get(record.sourceName);
      const run = runOf(record);
      run.count++;
      return compiled ? matchRules(compiled, readerOf(record, compiled, run, run.count), current.ruleMatching) : [];
    },
    trace(record) {
      const compiled = current.sources.get(record.sourceName);
      if (!compiled) return [];
      const run = runOf(record);
      const reader = readerOf(record, compiled, run, run.count + 1n);
      return compiled.rules.map(({ rule, program }) => ({ rule, ...traceCondition(rule.condition, program, reader) }));
    },
    replaceRuleset(next) {
      current = next;
    },
    startRun() {
      runs.clear();
    },
  };
}

function matchRules({ source, rules }: CompiledSource, reader: RecordReader, ruleMatching: 'first' | 'all'): readonly Alert[] {
  const alerts: Alert[] = [];
  for (const rule of rules) {
    if (!runCondition(rule.program, reader)) continue;
    alerts.push(createAlert(source, rule, reader, reader.context));
    if (ruleMatching === 'first') break;
  }
  return alerts;
}
