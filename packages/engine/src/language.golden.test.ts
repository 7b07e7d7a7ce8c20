// Conditions, outputs and event times against what a real Falco did, from rules text to alert line.

import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  createFieldCatalog,
  findEventSource,
  listSatisfiedPlugins,
  type SourceRecord,
} from '@windhover/event-sources';
import { createByteSource, createRulesetLoader, type LoaderEnvironment } from '@windhover/ruleset';
import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.ts';
import { compileRuleset } from './compile/compile-ruleset.ts';
import { createFastEngine } from './fast/fast-engine.ts';
import { createInterpreter } from './interpreter.ts';
import { formatAlertJson } from './output/alert-json.ts';

const GOLDENS = new URL('../../../../shared/conformance/language/', import.meta.url);
const SOURCE = 'aws_cloudtrail';

interface ConditionCase {
  readonly id: string;
  readonly condition: string;
  readonly match?: readonly number[];
  readonly match_all_but?: readonly number[];
  readonly error?: unknown;
}
interface FormatCase {
  readonly id: string;
  readonly output: string;
  readonly events?: readonly { readonly message: string; readonly fields: unknown }[];
}
interface ValueCase {
  readonly event: number;
  readonly outputs: Readonly<Record<string, string>>;
}

type Form = keyof typeof FORMS;
const FORMS = { interpreted: createInterpreter, fast: createFastEngine };

describe.skipIf(!existsSync(GOLDENS)).each(['interpreted', 'fast'] as const)(
  'recorded behaviour of Falco, %s',
  (form) => {
    it('decides every condition for every event', { timeout: 300_000 }, () => {
      const cases = readLines<ConditionCase>('conditions/conditions.jsonl.gz');
      expect(
        findDifferences(form, cases, readRecords('conditions/events.jsonl.gz'), [
          read('conditions/preamble.yaml'),
        ]),
      ).toEqual([]);
    });

    it('decides conditions on times', () => {
      const cases = readLines<ConditionCase>('time/conditions.jsonl').filter(
        ({ error }) => error === undefined,
      );
      expect(findDifferences(form, cases, readRecords('time/events.jsonl'), [])).toEqual([]);
    });

    it('renders output formats and their fields', () => {
      const cases = readLines<FormatCase>('outputs/formats.jsonl.gz').filter(
        ({ events }) => events !== undefined,
      );
      const rules = cases.map(({ id, output }) => ruleText(id, 'evt.num > 0', output)).join('');
      const alerts = evaluate(form, readRecords('outputs/events.jsonl'), [rules]);
      for (const { id, events } of cases) {
        const lines = alerts.filter(({ rule }) => rule === id).map(linesOf);
        expect({ id, lines }).toEqual({ id, lines: events });
      }
    });

    it('renders event times', () => {
      const cases = readLines<ValueCase>('time/values.jsonl');
      const formats = Object.keys(cases[0]?.outputs ?? {});
      const rules = formats.map((format) => ruleText(format, 'evt.num > 0', format)).join('');
      const alerts = evaluate(form, readRecords('time/events.jsonl'), [rules]);
      for (const format of formats) {
        const texts = alerts.filter(({ rule }) => rule === format).map((alert) => linesOf(alert).message);
        expect({ format, texts }).toEqual({ format, texts: cases.map(({ outputs }) => outputs[format]) });
      }
    });
  },
);

/** One rule for each case, all evaluated on all records. */
function findDifferences(
  form: Form,
  cases: readonly ConditionCase[],
  records: readonly SourceRecord[],
  texts: readonly string[],
): unknown[] {
  const rules = cases.map(({ id, condition }) => ruleText(id, condition, '%evt.num')).join('');
  const matched = new Map<string, number[]>(cases.map(({ id }) => [id, []]));
  for (const { rule, message } of evaluate(form, records, [...texts, rules]))
    matched.get(rule)?.push(Number(message) - 1);
  return cases.flatMap((row) => {
    const expected =
      row.match ?? records.map((_, index) => index).filter((index) => !row.match_all_but?.includes(index));
    const found = matched.get(row.id) ?? [];
    return found.join() === expected.join()
      ? []
      : [{ id: row.id, condition: row.condition, found, expected }];
  });
}

function evaluate(form: Form, records: readonly SourceRecord[], texts: readonly string[]): Alert[] {
  const loader = createRulesetLoader(environment);
  for (const text of texts) {
    const { successful, errors } = loader.load(
      createByteSource('r.yaml', Buffer.from(text).toString('latin1')),
    );
    if (!successful) throw new Error(JSON.stringify(errors));
  }
  const engine = FORMS[form](compileRuleset(loader.ruleset(), { ruleMatching: 'all' }));
  return records.flatMap((record) => engine.evaluate(record));
}

const source = findEventSource(SOURCE);
if (!source) throw new Error(`no event source ${SOURCE}`);
const catalog = createFieldCatalog(source, 'strict');
const environment: LoaderEnvironment = {
  catalogFor: (name) => (name === SOURCE ? catalog : undefined),
  plugins: listSatisfiedPlugins(),
  appendOutput: [],
};

function ruleText(name: string, condition: string, output: string): string {
  const [quotedName, quotedCondition, quotedOutput] = [name, condition, output].map((text) =>
    JSON.stringify(text),
  );
  return `- rule: ${quotedName}\n  desc: d\n  source: ${SOURCE}\n  priority: WARNING\n  condition: ${quotedCondition}\n  output: ${quotedOutput}\n`;
}

function linesOf(alert: Alert): { readonly message: string; readonly fields: unknown } {
  const line = formatAlertJson(alert, {
    hostname: '',
    timeZone: 'UTC',
    timeFormatIso8601: true,
    includeMessage: true,
    includeOutput: false,
    includeOutputFields: true,
    includeTags: false,
  });
  const { message, output_fields: fields } = JSON.parse(line) as { message: string; output_fields: unknown };
  return { message, fields };
}

function readRecords(name: string): SourceRecord[] {
  const records: SourceRecord[] = [];
  const cutter = source?.createCutter({
    compatibility: 'strict',
    maxRecordBytes: 1 << 20,
    receivedNs: 0n,
    receiver: {
      record: ({ bytes, start, end, ...record }) => {
        const payload = Uint8Array.from(bytes.subarray(start, end));
        records.push({ ...record, bytes: payload, start: 0, end: payload.length });
      },
      skip: (skip) => expect(skip).toBeUndefined(),
    },
  });
  cutter?.write(Buffer.from(`{"Records":[${read(name).trimEnd().split('\n').join(',')}]}`));
  cutter?.end();
  return records;
}

function readLines<Row>(name: string): Row[] {
  return read(name)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

function read(name: string): string {
  const bytes = readFileSync(new URL(name, GOLDENS));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
