// `malformed/`: files as no writer should write them; which events a source still finds in them.
import { cpSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRuleset, type Alert } from '@windhover/engine';
import { createFileIngest, FileInputError } from '@windhover/ingest';
import {
  createEngineEvaluator,
  createLocalEvaluations,
  defaultReadLimits,
  replayObjects,
  systemClock,
} from '@windhover/pipeline';
import { isSameValue } from '../json-exact.ts';
import { toPlainAlert } from '../plain-alert.ts';
import { readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, recordSkip, type FamilyResult } from '../report.ts';
import { createEnvironment, loadFiles, openEngine } from '../subject.ts';

interface Case {
  readonly case: string;
  readonly source: string;
  readonly input?: string;
  readonly make?: { readonly records?: unknown; readonly lines?: unknown; readonly bytes?: number };
  readonly result: 'ok' | 'error' | 'oracle crashed';
  readonly emitted: readonly Readonly<Record<string, unknown>>[];
}

export async function runMalformed(folder: string, family: string): Promise<FamilyResult | undefined> {
  const cases = readGoldenLines<Case>(folder, 'cases.jsonl');
  if (cases === undefined || cases[0]?.emitted === undefined) return undefined;
  const result = createFamilyResult(family);
  const scratch = mkdtempSync(join(tmpdir(), 'windhover-malformed-'));
  try {
    for (const item of cases) await runCase(result, folder, scratch, item);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return result;
}

async function runCase(result: FamilyResult, folder: string, scratch: string, item: Case): Promise<void> {
  const input =
    item.input === undefined
      ? makeInput(item, scratch)
      : copyInput(join(folder, 'files', item.input), scratch, item);
  if (input === undefined) return recordSkip(result, 'the golden describes the input in words only');
  const outcome = await evaluateInput(input, item);
  if (item.result === 'oracle crashed')
    return recordCase(result, outcome.ended, item.case, 'no crash', outcome);
  if (item.result === 'error') {
    // Where the original ends with an error, ours says so too, or passes over the one bad record and goes on.
    const told = outcome.inputError || outcome.skipped > 0;
    return recordCase(result, told, item.case, 'an error or a counted skip', outcome);
  }
  recordCase(result, isSameValue(outcome.emitted, item.emitted), item.case, item.emitted, outcome.emitted);
}

interface Outcome {
  readonly ended: boolean;
  readonly inputError: boolean;
  readonly skipped: number;
  readonly emitted: readonly object[];
}

async function evaluateInput(path: string, item: Case): Promise<Outcome> {
  const names = [...new Set(item.emitted.flatMap((event) => Object.keys(event)))];
  const rules = [
    '- rule: every event',
    '  desc: every event',
    `  source: ${item.source}`,
    '  priority: DEBUG',
    '  condition: evt.num > 0',
    `  output: ${JSON.stringify(['event', ...names.map((name) => `%${name}`)].join(' '))}`,
  ].join('\n');
  const { ruleset } = loadFiles([{ name: 'rules.yaml', text: rules }], createEnvironment());
  const compiled = compileRuleset(ruleset);
  const alerts: Alert[] = [];
  const evaluator = createEngineEvaluator({
    engine: openEngine(compiled),
    ruleset: compiled,
    compatibility: 'strict',
    lines: {
      hostname: '',
      timeZone: 'UTC',
      timeFormatIso8601: true,
      includeOutput: true,
      includeOutputFields: true,
      includeTags: true,
      includeMessage: false,
    },
  });
  try {
    const summary = await replayObjects({
      ingest: createFileIngest({ paths: [path], compatibility: 'strict', sourceName: item.source }),
      evaluations: createLocalEvaluations(
        () => evaluator,
        { ...defaultReadLimits, compatibility: 'strict' },
        systemClock,
      ),
      onAlert: ({ alert }) => void alerts.push(alert),
    });
    const skipped = [
      ...Object.values(summary.skippedRecords),
      ...Object.values(summary.skippedObjects),
    ].reduce((sum, count) => sum + count, 0);
    const emitted = alerts.map((alert) => {
      const fields = toPlainAlert(alert).output_fields;
      return Object.fromEntries(
        names.flatMap((name) =>
          fields[name] === null || fields[name] === undefined ? [] : [[name, fields[name]]],
        ),
      );
    });
    return { ended: true, inputError: false, skipped, emitted };
  } catch (error) {
    if (!(error instanceof FileInputError)) throw error;
    return { ended: true, inputError: true, skipped: 0, emitted: [] };
  }
}

/** Files are read-only where goldens live, and k8s folders are read in order of modification time. */
function copyInput(path: string, scratch: string, item: Case): string {
  if (item.source !== 'k8s_audit' || !statSync(path).isDirectory()) return path;
  const copy = join(scratch, 'k8s-dir');
  cpSync(path, copy, { recursive: true });
  utimesSync(join(copy, 'b.jsonl'), 1000, 1000);
  utimesSync(join(copy, 'a.jsonl'), 2000, 2000);
  return copy;
}

function makeInput(item: Case, scratch: string): string | undefined {
  const { records, lines, bytes } = item.make ?? {};
  if (Array.isArray(lines)) return makeLines(item, lines, scratch);
  if (!Array.isArray(records) || bytes === undefined) return undefined;
  const texts = records.map((record: Record<string, unknown>) => {
    if (typeof record['pad'] !== 'string') return JSON.stringify(record);
    const empty = JSON.stringify({ ...record, pad: '' }).length;
    return JSON.stringify({ ...record, pad: 'p'.repeat(bytes - empty) });
  });
  const path = join(scratch, `made-${bytes}.json`);
  writeFileSync(path, `{"Records":[${texts.join(',')}]}`);
  return path;
}

/** Lines told as `an event` or `an event padded to N bytes`; the events are those that are emitted. */
function makeLines(item: Case, lines: readonly unknown[], scratch: string): string | undefined {
  const texts = lines.map((line, index) => {
    const size = /^an event(?: padded to (\d+) bytes.*)?$/.exec(String(line));
    if (size === null) return undefined;
    const { 'json.value[/n]': n = `${index}` } = item.emitted[index] ?? {};
    const event = {
      kind: 'Event',
      auditID: `y-${n}`,
      verb: 'get',
      n: Number(n),
      stageTimestamp: '2024-05-01T10:00:00Z',
      pad: '',
    };
    const padding = Number(size[1] ?? 0) - JSON.stringify(event).length;
    return JSON.stringify({ ...event, pad: 'p'.repeat(Math.max(0, padding)) });
  });
  if (texts.includes(undefined)) return undefined;
  const path = join(scratch, 'made-lines.jsonl');
  writeFileSync(path, `${texts.join('\n')}\n`);
  return path;
}
