// `windhover explain`: why rules match an event or do not, check by check.
import { hintDidYouMean } from '@windhover/diagnostics';
import { compileRuleset, createInterpreter } from '@windhover/engine';
import {
  eventSources,
  findEventSource,
  type Compatibility,
  type SourceRecord,
} from '@windhover/event-sources';
import {
  cutEvent,
  explainRecord,
  formatExplanation,
  listNearMisses,
  valueAt,
  type RuleExplanation,
} from '@windhover/rule-test';
import { createByteSource, createCheckLocator, createRulesetLoader } from '@windhover/ruleset';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { checkRules } from '../rules/load-rules-or-explain.ts';
import { readEventFile } from '../rules/read-event-file.ts';
import { createProductEnvironment } from '../rules/product-environment.ts';

export interface ExplainCommandOptions {
  readonly rules: readonly string[];
  /** File with the event; `-` for standard input. */
  readonly event: string;
  /** `POINTER=VALUE`: only the records in which all of these hold. */
  readonly where: readonly string[];
  /** Only this one of them, from 0. */
  readonly index?: number;
  readonly rule?: string;
  readonly source?: string;
  readonly json?: boolean;
  readonly compatibility?: Compatibility;
}

/** Explain every record of the event file: the named rule, or what matched and what nearly did. */
export async function explain(options: ExplainCommandOptions, io: CommandIo): Promise<number> {
  const settings = { compatibility: options.compatibility ?? ('fixed' as const), appendOutput: [] };
  const checked = await checkRules(options.rules, settings, io);
  if (checked === undefined) return EXIT.usage;
  if (options.rule !== undefined && !checked.ruleset.rules.some(({ name }) => name === options.rule)) {
    const names = checked.ruleset.rules.map(({ name }) => name);
    const [hint] = hintDidYouMean(options.rule, names);
    await writeText(
      io.stderr,
      `there is no rule "${options.rule}"${hint === undefined ? '' : `; ${hint}`}\n`,
    );
    return EXIT.usage;
  }
  if (options.source !== undefined && findEventSource(options.source) === undefined) {
    const known = eventSources.map(({ name }) => name).join(', ');
    await writeText(io.stderr, `unknown event source ${options.source}; known are ${known}\n`);
    return EXIT.usage;
  }
  const loader = createRulesetLoader(createProductEnvironment(settings));
  for (const { name, bytes } of checked.files) loader.load(createByteSource(name, bytes));
  const locator = createCheckLocator(loader.state());
  const enabled = { rules: loader.ruleset().rules.map((rule) => ({ ...rule, enabled: true })) };
  const engine = createInterpreter(compileRuleset(enabled, { ruleMatching: 'all' }), {
    hostname: io.hostname,
    timeZone: 'UTC',
  });

  const text = await readEventFile(options.event, io);
  if (text === undefined) return EXIT.failure;
  const cut = cutEvent(text, options.source && findEventSource(options.source)?.name);
  if (!cut.ok) {
    await writeText(io.stderr, `the event is not accepted: ${cut.reason}\n`);
    return EXIT.failure;
  }
  const records = chooseRecords(cut.records, options);
  if (records.length === 0) {
    await writeText(io.stderr, `no record of ${options.event} is chosen\n`);
    return EXIT.failure;
  }
  for (const record of records) {
    const all = explainRecord(engine, record, locator);
    const chosen = options.rule === undefined ? all : all.filter(({ rule }) => rule === options.rule);
    const explanation =
      options.json === true
        ? `${JSON.stringify(chosen, null, 2)}\n`
        : describe(chosen, record.sourceName, options, io);
    await writeText(io.stdout, explanation);
    engine.evaluate(record);
  }
  return EXIT.ok;
}

function chooseRecords(
  records: readonly SourceRecord[],
  { where, index }: ExplainCommandOptions,
): readonly SourceRecord[] {
  const wanted = where.map((text) => {
    const equals = text.indexOf('=');
    return equals < 0 ? ([text, ''] as const) : ([text.slice(0, equals), text.slice(equals + 1)] as const);
  });
  const found = records.filter(({ bytes, start, end }) => {
    if (wanted.length === 0) return true;
    const event: unknown = JSON.parse(Buffer.from(bytes).toString('utf8', start, end));
    return wanted.every(([pointer, value]) => {
      const actual = valueAt(event, pointer);
      return actual !== undefined && (typeof actual === 'string' ? actual : JSON.stringify(actual)) === value;
    });
  });
  return index === undefined ? found : found.slice(index, index + 1);
}

function describe(
  all: readonly RuleExplanation[],
  sourceName: string,
  options: ExplainCommandOptions,
  io: CommandIo,
): string {
  const format = (item: RuleExplanation): string => formatExplanation(item, { color: io.useColor });
  if (options.rule !== undefined) {
    return all.length > 0 ? all.map(format).join('') : `${options.rule}: not for events of ${sourceName}\n`;
  }
  const matched = all.filter((item) => item.matched);
  const near = listNearMisses(all);
  return [
    `${sourceName}: ${matched.length} of ${all.length} rules match, ${near.length} are one check away\n`,
    ...matched.map(format),
    ...near.map(format),
  ].join('\n');
}
