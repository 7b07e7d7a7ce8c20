import {
  formatAlertJson,
  formatAlertText,
  type AlertJsonOptions,
  type CompiledRuleset,
  type Engine,
} from '@windhover/engine';
import {
  createRecognisingCutter,
  findEventSource,
  type Compatibility,
  type CutterOptions,
  type UnitMeasure,
} from '@windhover/event-sources';
import type { ObjectEvaluator } from './object-evaluator.ts';
import { watchForWrongSource } from './watch-for-wrong-source.ts';

/** What an evaluator over an engine needs. */
export interface EngineEvaluatorOptions {
  readonly engine: Engine;
  /** What the engine runs, to know whether the order of records matters. */
  readonly ruleset: CompiledRuleset;
  readonly compatibility: Compatibility;
  /** How alerts become lines. */
  readonly lines: AlertJsonOptions;
  /** A longer record is skipped as `too-large`; by default as in Falco in `strict` (256 KiB), 4 MiB in `fixed`. */
  readonly maxRecordBytes?: number;
}

const defaultMaxRecordBytes: Record<Compatibility, number> = { strict: 256 * 1024, fixed: 4 * 1024 ** 2 };

/** Records passed at once; far more than there can be in a chunk. */
const MAX_PASSED = 2 ** 31 - 1;

/** Fields whose value depends on the records before. */
const runningFields = /^evt\.(?:num|reltime(?:\..*)?)$/;

/** Evaluates objects on an engine: cut into records by their event source, matched, alerts rendered. */
export function createEngineEvaluator(options: EngineEvaluatorOptions): ObjectEvaluator {
  const { engine, compatibility, lines } = options;
  const maxRecordBytes = options.maxRecordBytes ?? defaultMaxRecordBytes[compatibility];
  const passLimits = { maxLength: maxRecordBytes, maxRecords: MAX_PASSED };
  const defersAdmission = compatibility === 'fixed';
  return {
    dependsOnOrder: isOrderDependent(options.ruleset),
    open({ sourceName, receivedNs }, receiver) {
      let hasEvents = false;
      // One pass cuts and reads the records of one source: of the one that is named, or of the last record.
      let lastSource = sourceName === undefined ? undefined : findEventSource(sourceName)?.name;
      const measureFor = (source: string): UnitMeasure | undefined => {
        const measure = engine.measure(source);
        return (
          measure && {
            load: measure.load,
            measure: measure.measure,
            pass(start, limit) {
              const passed = measure.pass(start, limit, passLimits, receivedNs);
              if (!passed || passed.count === 0) return start;
              hasEvents = true;
              receiver.records(passed.count, passed.latestNs);
              return passed.end;
            },
          }
        );
      };
      const cutterOptions: CutterOptions = {
        compatibility,
        maxRecordBytes,
        receivedNs,
        // In `fixed`, the engine's own mode, it admits records in the same pass in which it reads them for the rules.
        deferAdmission: defersAdmission,
        ...(defersAdmission && {
          measure: () => (lastSource === undefined ? undefined : measureFor(lastSource)),
        }),
        receiver: {
          skip: (skip) => receiver.skip(skip),
          record(record) {
            const result = defersAdmission
              ? engine.admit(record, receivedNs)
              : { timestampNs: record.timestampNs, alerts: engine.evaluate(record) };
            if ('reason' in result) return receiver.skip(result);
            hasEvents = true;
            lastSource = record.sourceName;
            receiver.records(1, result.timestampNs);
            for (const alert of result.alerts) {
              receiver.alert({
                alert,
                text: formatAlertText(alert, lines),
                json: formatAlertJson(alert, lines),
              });
            }
          },
        },
      };
      const source = sourceName === undefined ? undefined : findEventSource(sourceName);
      return source === undefined
        ? createRecognisingCutter(cutterOptions)
        : watchForWrongSource(
            source.createCutter(cutterOptions),
            source,
            () => hasEvents,
            (skip) => receiver.skip(skip),
          );
    },
  };
}

/** Whether an alert of this ruleset can depend on the records before its own. */
export function isOrderDependent(ruleset: CompiledRuleset): boolean {
  return [...ruleset.sources.values()].some(
    ({ observers, slots }) =>
      observers.length > 0 || slots.some((slot) => runningFields.test(slot.field.name)),
  );
}
