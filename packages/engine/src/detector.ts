// The whole of detection as a library: rules text in, alerts out.

import { encodeByteString } from '@windhover/bytes';
import {
  createFieldCatalog,
  createRecognisingCutter,
  findEventSource,
  listSatisfiedPlugins,
  type Compatibility,
  type CutterOptions,
  type Skip,
} from '@windhover/event-sources';
import {
  createByteSource,
  createRulesetLoader,
  formatResultVerbose,
  type LoadResult,
} from '@windhover/ruleset';
import type { Alert } from './alert.ts';
import { compileRuleset, type CompileOptions } from './compile/compile-ruleset.ts';
import type { Engine } from './engine.ts';
import { createFastEngine } from './fast/fast-engine.ts';
import { formatAlertJson } from './output/alert-json.ts';
import { formatAlertText } from './output/alert-text.ts';
import type { EngineOptions } from './run-state.ts';

export interface DetectorOptions
  extends Partial<CompileOptions>, Partial<Omit<EngineOptions, 'compatibility'>> {
  /** Texts of rules files, loaded one after the other. */
  readonly rules: readonly string[];
  /** Event source of what is given to `detect`; recognised from the events by default. */
  readonly source?: string;
  /** `fixed` by default: fields do what their documentation promises. `strict`: as Falco, with its defects. */
  readonly compatibility?: Compatibility;
}

export interface Detector {
  /**
   * The alerts of an event, or of all events in a document that holds several (a CloudTrail file, an Event Hubs
   * message). Text and bytes are taken as they are, any other value as its JSON. What is no event has no alerts.
   */
  detect(events: unknown): Alert[];
  /** What in `events` was passed over by the last `detect`, and why. */
  readonly skipped: readonly Skip[];
  /** The alert as the line that Falco writes, in text or as JSON. */
  format(alert: Alert, form?: 'text' | 'json'): string;
  /** The engine inside, to explain verdicts or to replace rules. */
  readonly engine: Engine;
}

/** Rules files that do not load. `results` has what is wrong, file by file, with places. */
export class RulesError extends Error {
  readonly results: readonly LoadResult[];

  constructor(results: readonly LoadResult[]) {
    super(
      `rules do not load:\n${results
        .filter(({ successful }) => !successful)
        .map(formatResultVerbose)
        .join('\n')}`,
    );
    this.name = 'RulesError';
    this.results = results;
  }
}

/**
 * Load rules and get ready to evaluate events. Throws a `RulesError` when they do not load.
 *
 * @example
 * const detector = createDetector({ rules: [readFileSync('rules.yaml', 'utf8')] });
 * for (const alert of detector.detect(event)) console.log(detector.format(alert));
 */
export function createDetector(options: DetectorOptions): Detector {
  const { compatibility = 'fixed', hostname = '', timeZone = 'UTC' } = options;
  const ruleset = compileRuleset(loadRules(options.rules, compatibility), {
    ruleMatching: options.ruleMatching ?? 'first',
    minimumPriority: options.minimumPriority ?? 'Debug',
  });
  const engine = createFastEngine(ruleset, { hostname, timeZone, compatibility });
  let skipped: Skip[] = [];
  return {
    engine,
    get skipped() {
      return skipped;
    },
    detect(events) {
      const alerts: Alert[] = [];
      skipped = [];
      const cutterOptions: CutterOptions = {
        compatibility,
        maxRecordBytes: MAX_RECORD_BYTES,
        receivedNs: 0n,
        receiver: {
          record: (record) => alerts.push(...engine.evaluate(record)),
          skip: (skip) => skipped.push(skip),
        },
      };
      const source = options.source === undefined ? undefined : findEventSource(options.source);
      const cutter = source ? source.createCutter(cutterOptions) : createRecognisingCutter(cutterOptions);
      cutter.write(toBytes(events));
      cutter.end();
      return alerts;
    },
    format(alert, form = 'text') {
      const time = { timeFormatIso8601: true, timeZone };
      if (form === 'text') return formatAlertText(alert, time);
      return formatAlertJson(alert, {
        ...time,
        hostname,
        includeOutput: true,
        includeOutputFields: true,
        includeTags: true,
        includeMessage: false,
      });
    },
  };
}

const MAX_RECORD_BYTES = 4 * 1024 ** 2;

function loadRules(texts: readonly string[], compatibility: Compatibility) {
  const loader = createRulesetLoader({
    catalogFor(name) {
      const source = findEventSource(name);
      return source && createFieldCatalog(source, compatibility);
    },
    plugins: listSatisfiedPlugins(),
    appendOutput: [],
  });
  const results = texts.map((text, index) =>
    loader.load(createByteSource(`rules[${index}]`, encodeByteString(text))),
  );
  if (results.some(({ successful }) => !successful)) throw new RulesError(results);
  return loader.ruleset();
}

function toBytes(events: unknown): Uint8Array {
  if (events instanceof Uint8Array) return events;
  return Buffer.from(typeof events === 'string' ? events : JSON.stringify(events));
}
