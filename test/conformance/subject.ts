// What the goldens are held against: the product's own loader, engine and sources, in `strict` compatibility.
import {
  createFieldCatalog,
  createGenericCatalog,
  findEventSource,
  listSatisfiedPlugins,
  type EventSource,
  type SourceRecord,
} from '@windhover/event-sources';
import {
  compileRuleset,
  createEngine,
  createInterpreter,
  type Alert,
  type CompileOptions,
} from '@windhover/engine';
import { encodeByteString } from '@windhover/bytes';
import {
  createByteSource,
  createRulesetLoader,
  type AppendOutput,
  type LoadResult,
  type LoaderEnvironment,
  type Ruleset,
  type RulesetLoader,
} from '@windhover/ruleset';

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The sources and plugins that were loaded when the goldens were recorded; all of ours when not given. */
export function createEnvironment(
  sourceNames?: readonly string[],
  appendOutput: readonly AppendOutput[] = [],
  staticFields: ReadonlyMap<string, string> = new Map(),
): LoaderEnvironment {
  return {
    catalogFor(name) {
      if (name === 'syscall' && sourceNames !== undefined) return createGenericCatalog(name, staticFields);
      const source = findEventSource(name);
      if (source === undefined || (sourceNames !== undefined && !sourceNames.includes(name)))
        return undefined;
      return createFieldCatalog(source, 'strict', staticFields);
    },
    plugins: listSatisfiedPlugins().filter(
      ({ name }) => sourceNames === undefined || LANGUAGE_PLUGINS.includes(name),
    ),
    appendOutput,
  };
}

/** The language goldens were recorded with CloudTrail and JSON fields only. */
export const LANGUAGE_SOURCES = ['aws_cloudtrail'];
const LANGUAGE_PLUGINS = ['cloudtrail', 'json'];

export interface Loading {
  readonly loader: RulesetLoader;
  readonly results: readonly LoadResult[];
  readonly ruleset: Ruleset;
}

/** Load rules files in order. With `stopAtFailure` as a run does, without as validation does. */
export function loadFiles(
  files: readonly NamedText[],
  environment: LoaderEnvironment,
  stopAtFailure = false,
): Loading {
  const loader = createRulesetLoader(environment);
  const results: LoadResult[] = [];
  for (const { name, text } of files) {
    const result = loader.load(createByteSource(name, encodeByteString(text)));
    results.push(result);
    if (stopAtFailure && !result.successful) break;
  }
  return { loader, results, ruleset: loader.ruleset() };
}

/** The form of the engine that is held against the goldens: with `CONFORMANCE_ENGINE=interpreter` the plain one. */
export const openEngine =
  process.env['CONFORMANCE_ENGINE'] === 'interpreter' ? createInterpreter : createEngine;

/** An alert with the index of the event it is for. */
export interface IndexedAlert {
  readonly index: number;
  readonly alert: Alert;
}

/** Evaluate event lines in order, each as an object of its own; events that the source drops are passed over. */
export function runEvents(
  ruleset: Ruleset,
  sourceName: string,
  lines: readonly (Uint8Array | undefined)[],
  options: Partial<CompileOptions> = {},
): IndexedAlert[] {
  const engine = openEngine(compileRuleset(ruleset, options), { hostname: 'HOST', timeZone: 'UTC' });
  const alerts: IndexedAlert[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === undefined) continue;
    for (const record of cutEvent(sourceName, line)) {
      for (const alert of engine.evaluate(record)) alerts.push({ index, alert });
    }
  }
  return alerts;
}

/** The records that a source makes of one event line. */
export function cutEvent(sourceName: string, line: Uint8Array): SourceRecord[] {
  const source = requireSource(sourceName);
  const object = source.name === 'aws_cloudtrail' ? Buffer.concat([RECORDS_OPEN, line, RECORDS_CLOSE]) : line;
  return cutObject(source, object);
}

/** The records of an object; they are copied, so that they outlive the cutter. */
export function cutObject(source: EventSource, object: Uint8Array): SourceRecord[] {
  const records: SourceRecord[] = [];
  const cutter = source.createCutter({
    compatibility: 'strict',
    maxRecordBytes: 262_144,
    receivedNs: 0n,
    receiver: {
      record: (record) => {
        const bytes = Uint8Array.prototype.slice.call(record.bytes, record.start, record.end);
        records.push({ ...record, bytes, start: 0, end: bytes.length });
      },
      skip: () => undefined,
    },
  });
  cutter.write(object);
  cutter.end();
  return records;
}

export function requireSource(name: string): EventSource {
  const source = findEventSource(name);
  if (source === undefined) throw new Error(`no event source ${name}`);
  return source;
}

const RECORDS_OPEN = Buffer.from('{"Records":[');
const RECORDS_CLOSE = Buffer.from(']}');
