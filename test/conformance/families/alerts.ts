// `alerts-NAME-MODE.jsonl.gz`: the alerts of rules files over all events of a source, in order.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameValue } from '../json-exact.ts';
import { toPlainAlert } from '../plain-alert.ts';
import { readEventLines, readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, type FamilyResult } from '../report.ts';
import { createEnvironment, loadFiles, runEvents } from '../subject.ts';

interface AlertLine {
  readonly i: number;
  readonly alert: Readonly<Record<string, unknown>>;
  readonly clean?: Readonly<Record<string, unknown>>;
  readonly onlyLeak?: boolean;
}

interface Header {
  readonly source: string;
  readonly rules_files: readonly string[];
  readonly rule_matching: 'first' | 'all';
  readonly crashed?: readonly number[];
}

export function runAlerts(folder: string, family: string): FamilyResult | undefined {
  const names = readdirSync(folder).filter((name) => /^alerts-.*\.jsonl\.gz$/.test(name));
  const events = readEventLines(folder, 'events.txt');
  if (names.length === 0 || events === undefined) return undefined;
  const result = createFamilyResult(family);
  const [fieldsHeader] =
    readGoldenLines<{ rejected?: Record<string, string>; extractCrashed?: number[] }>(
      folder,
      'fields.jsonl',
    ) ?? [];
  for (const name of names) {
    const [header, ...lines] = readGoldenLines<Header & AlertLine>(folder, name.replace(/\.gz$/, ''))!;
    const files = header!.rules_files.map((file) => ({ name: file, text: readRulesFile(folder, file) }));
    const { results, ruleset } = loadFiles(files, createEnvironment(), true);
    const failed = results.find((item) => !item.successful);
    if (failed !== undefined) {
      recordCase(
        result,
        false,
        `${name}: rules load`,
        'ok',
        failed.errors.map((error) => `${error.code} ${error.message}`),
      );
      continue;
    }
    const dropped = new Set([
      ...(header!.crashed ?? []),
      ...(fieldsHeader?.extractCrashed ?? []),
      ...Object.keys(fieldsHeader?.rejected ?? {}).map(Number),
    ]);
    const kept = events.map((event, index) => (dropped.has(index) ? undefined : event));
    const actual = runEvents(ruleset, header!.source, kept, { ruleMatching: header!.rule_matching }).map(
      ({ index, alert }) => ({
        i: index,
        alert: toPlainAlert(alert),
      }),
    );
    compareAlerts(
      result,
      name,
      header!.source,
      lines.filter((line) => line.onlyLeak !== true),
      actual,
    );
  }
  return result;
}

function compareAlerts(
  result: FamilyResult,
  name: string,
  source: string,
  expected: readonly AlertLine[],
  actual: readonly { readonly i: number; readonly alert: object }[],
): void {
  for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
    const line = expected[index];
    const wanted = line && { i: line.i, alert: { ...line.alert, ...line.clean } };
    const found = actual[index];
    const given = found && { i: found.i, alert: withoutUntested(found.alert, source) };
    const same = wanted !== undefined && given !== undefined && isSameValue(wanted, given);
    recordCase(result, same, `${name} alert ${index}`, wanted, given);
  }
}

/** The goldens leave out the host name, and the times of sources without an event time. */
function withoutUntested(alert: object, source: string): object {
  const { hostname: _hostname, ...tested } = alert as Record<string, unknown>;
  if (source !== 'gcp_auditlog' && source !== 'github') return tested;
  const { time: _time, output, output_fields, ...rest } = tested;
  const { 'evt.time.iso8601': _fieldTime, ...fields } = output_fields as Record<string, unknown>;
  return { ...rest, output: (output as string).replace(/^\S+: /, ''), output_fields: fields };
}

function readRulesFile(folder: string, name: string): string {
  for (const place of [join(folder, '..', 'rules', name), join(folder, '..', '..', 'upstream-rules', name)]) {
    try {
      return readFileSync(place, 'utf8');
    } catch {
      continue;
    }
  }
  throw new Error(`rules file ${name} not found near ${folder}`);
}
