// `outputs/`: output formats on a few events, and whole runs with options.
import { decodeByteString } from '@windhover/bytes';
import { loadConfig } from '@windhover/config';
import { compileRuleset, formatAlertJson, formatAlertText } from '@windhover/engine';
import { formatResultJson, selectRules } from '@windhover/ruleset';
import { isSameValue } from '../json-exact.ts';
import { messageOf, toPlainAlert } from '../plain-alert.ts';
import { readEventLines, readGoldenBytes, readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, type FamilyResult } from '../report.ts';
import { createEnvironment, cutEvent, LANGUAGE_SOURCES, loadFiles, openEngine } from '../subject.ts';
import { toGoldenError, type GoldenError, type GoldenResult } from './conditions.ts';

interface FormatCase {
  readonly id: string;
  readonly output: string;
  readonly events?: readonly { readonly message: string; readonly fields: object }[];
  readonly compiled?: string;
  readonly error?: GoldenError;
}

interface OptionCase {
  readonly id: string;
  readonly options: readonly string[];
  readonly exit: number;
  readonly lines?: readonly string[];
}

export function runFormats(folder: string, family: string): FamilyResult | undefined {
  const cases = readGoldenLines<FormatCase>(folder, 'formats.jsonl');
  const events = readEventLines(folder, 'events.jsonl');
  if (cases === undefined || events === undefined) return undefined;
  const result = createFamilyResult(family);
  const records = events.flatMap((event) => cutEvent('aws_cloudtrail', event));
  for (const item of cases) {
    const rule = [
      '- rule: r',
      '  desc: d',
      '  source: aws_cloudtrail',
      '  priority: WARNING',
      '  condition: evt.num > 0',
      `  output: ${JSON.stringify(item.output)}`,
      '',
    ].join('\n');
    const { results, ruleset } = loadFiles(
      [{ name: 'rules.yaml', text: rule }],
      createEnvironment(LANGUAGE_SOURCES),
    );
    const loaded = JSON.parse(formatResultJson(results[0]!)) as GoldenResult;
    if (item.error !== undefined || !loaded.successful) {
      const actual = loaded.successful ? undefined : toGoldenError(loaded.errors[0]!);
      recordCase(result, isSameValue(actual, item.error), `${item.id} ${item.output}`, item.error, actual);
      continue;
    }
    const engine = openEngine(compileRuleset(ruleset), { timeZone: 'UTC' });
    const actual = records.map((record) => {
      const alert = engine.evaluate(record)[0]!;
      return { message: messageOf(alert), fields: toPlainAlert(alert).output_fields };
    });
    recordCase(result, isSameValue(actual, item.events), `${item.id} ${item.output}`, item.events, actual);
    if (item.compiled !== undefined) {
      const compiled = decodeByteString(ruleset.rules[0]!.format.text);
      recordCase(result, compiled === item.compiled, `${item.id} compiled`, item.compiled, compiled);
    }
  }
  return result;
}

const BASE_OPTIONS = [
  'json_output=true',
  'time_format_iso_8601=true',
  'json_include_output_property=true',
  'json_include_output_fields_property=true',
  'json_include_tags_property=true',
  'json_include_message_property=false',
  'rule_matching=all',
  'priority=debug',
];

export function runOptions(folder: string, family: string): FamilyResult | undefined {
  const cases = readGoldenLines<OptionCase>(folder, 'options.jsonl');
  const events = readEventLines(folder, 'events.jsonl');
  const rules = readGoldenBytes(folder, 'options-rules.yaml')?.toString('utf8');
  if (cases === undefined || events === undefined || rules === undefined) return undefined;
  const result = createFamilyResult(family);
  const records = events.flatMap((event) => cutEvent('aws_cloudtrail', event));
  for (const item of cases) {
    const lines = runWithOptions(rules, records, item.options);
    const expected = item.exit === 0 ? item.lines : undefined;
    recordCase(result, isSameValue(lines, expected), `${item.id} ${item.options.join(' ')}`, expected, lines);
  }
  return result;
}

/** The alert lines of a run; undefined when configuration or rules do not load. */
function runWithOptions(
  rules: string,
  records: ReturnType<typeof cutEvent>,
  options: readonly string[],
): string[] | undefined {
  const config = loadConfig({
    path: undefined,
    options: [...BASE_OPTIONS, ...options],
    files: { readText: () => undefined, listFolder: () => undefined },
    environment: () => undefined,
  });
  if (!config.ok) return undefined;
  const { settings } = config.config;
  const { results, ruleset } = loadFiles(
    [{ name: 'rules.yaml', text: rules }],
    createEnvironment(LANGUAGE_SOURCES, settings.appendOutput, settings.staticFields),
  );
  if (results.some(({ successful }) => !successful)) return undefined;
  const engine = openEngine(
    compileRuleset(selectRules(ruleset, settings.selection), {
      ruleMatching: settings.ruleMatching,
      minimumPriority: settings.priority,
    }),
    { timeZone: 'UTC' },
  );
  const lineOptions = {
    hostname: 'HOST',
    timeZone: 'UTC',
    timeFormatIso8601: settings.timeFormatIso8601,
    includeOutput: settings.json.includeOutput,
    includeOutputFields: settings.json.includeFields,
    includeTags: settings.json.includeTags,
    includeMessage: settings.json.includeMessage,
  };
  return records
    .flatMap((record) => engine.evaluate(record))
    .map((alert) =>
      settings.json.enabled ? formatAlertJson(alert, lineOptions) : formatAlertText(alert, lineOptions),
    );
}
