import type { Skip, SourceRecord } from '@windhover/event-sources';
import type { Alert } from '../alert.ts';
import type { CompiledRuleset } from '../compile/compile-ruleset.ts';
import type { Engine, EvaluatedRecord, RecordMeasure } from '../engine.ts';
import { createInterpreter } from '../interpreter.ts';
import { formatAlertJson } from '../output/alert-json.ts';
import type { EngineOptions } from '../run-state.ts';
import { createFastEngine } from './fast-engine.ts';

/** A record for which the two forms of the engine do not agree. */
export interface EngineDifference {
  /** As it was given; valid only while it is reported. One form may have taken it for no event. */
  readonly record: SourceRecord;
  readonly fast: readonly Alert[];
  readonly interpreted: readonly Alert[];
}

/** An engine that evaluates every record in both forms and reports where they differ. Gives what the interpreter says. */
export function createCheckedEngine(
  ruleset: CompiledRuleset,
  options: Partial<EngineOptions>,
  report: (difference: EngineDifference) => void,
): Engine {
  const fast = createFastEngine(ruleset, options);
  const interpreter = createInterpreter(ruleset, options);
  const both = [fast, interpreter];
  const check = (record: SourceRecord, found: readonly Alert[], interpreted: readonly Alert[]): void => {
    if (describeAlerts(found) !== describeAlerts(interpreted)) report({ record, fast: found, interpreted });
  };
  /** Records are passed one by one, and each is interpreted. */
  const checkPassed = (measure: RecordMeasure, sourceName: string): RecordMeasure => {
    let bytes: Uint8Array = new Uint8Array(0);
    return {
      load(chunk) {
        bytes = chunk;
        measure.load(chunk);
      },
      measure: measure.measure,
      pass(start, limit, limits, receivedNs) {
        const passed = measure.pass(start, limit, { ...limits, maxRecords: 1 }, receivedNs);
        if (!passed || passed.count === 0) return passed;
        const record = { bytes, start, end: passed.end, timestampNs: passed.latestNs, sourceName };
        const interpreted = interpreter.admit(record, receivedNs);
        if ('reason' in interpreted || interpreted.alerts.length > 0)
          report({ record, fast: [], interpreted: alertsOf(interpreted) });
        return passed;
      },
    };
  };
  return {
    evaluate(record) {
      const interpreted = interpreter.evaluate(record);
      check(record, fast.evaluate(record), interpreted);
      return interpreted;
    },
    admit(record, receivedNs) {
      const interpreted = interpreter.admit(record, receivedNs);
      const found = fast.admit(record, receivedNs);
      if ('alerts' in interpreted && 'alerts' in found) check(record, found.alerts, interpreted.alerts);
      else if ('alerts' in interpreted !== 'alerts' in found)
        report({ record, fast: alertsOf(found), interpreted: alertsOf(interpreted) });
      return interpreted;
    },
    measure(sourceName) {
      const measure = fast.measure(sourceName);
      return measure && checkPassed(measure, sourceName);
    },
    trace: (record) => interpreter.trace(record),
    replaceRuleset: (next) => both.forEach((engine) => engine.replaceRuleset(next)),
    startRun: () => both.forEach((engine) => engine.startRun()),
  };
}

function alertsOf(result: EvaluatedRecord | Skip): readonly Alert[] {
  return 'alerts' in result ? result.alerts : [];
}

/** All there is to alerts, as one text. */
function describeAlerts(alerts: readonly Alert[]): string {
  return alerts
    .map((alert) => {
      const line = formatAlertJson(alert, {
        hostname: '',
        timeZone: 'UTC',
        timeFormatIso8601: true,
        includeMessage: true,
        includeOutput: true,
        includeOutputFields: true,
        includeTags: true,
      });
      return `${alert.id} ${line}`;
    })
    .join('\n');
}
