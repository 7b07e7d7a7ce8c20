// `windhover replay`: evaluate files, folders and standard input once, alerts to stdout, a summary to stderr.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readOwnSettings, type FalcoSettings } from '@windhover/config';
import { eventSources, findEventSource, type Compatibility } from '@windhover/event-sources';
import { createFileIngest, FileInputError } from '@windhover/ingest';
import { replayObjects, systemClock, type ObjectEvaluations, type ReplaySummary } from '@windhover/pipeline';
import { describeSetup } from '../evaluation/describe-setup.ts';
import { startEvaluations } from '../evaluation/start-evaluations.ts';
import { formatSummary } from '../format-summary.ts';
import { loadSettings } from '../load-settings.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { createProgress } from '../progress.ts';
import { checkRules } from '../rules/load-rules-or-explain.ts';

export interface ReplayCommandOptions {
  readonly config?: string;
  readonly option: readonly string[];
  readonly rules: readonly string[];
  readonly source?: string;
  readonly ruleMatching?: 'first' | 'all';
  readonly compatibility?: Compatibility;
  readonly summary?: string;
  readonly quiet?: boolean;
  readonly workers?: number;
}

/** Run the command; gives the exit code. */
export async function replay(
  inputs: readonly string[],
  options: ReplayCommandOptions,
  io: CommandIo,
): Promise<number> {
  const config = await loadSettings(options, io);
  if (config === undefined) return EXIT.failure;
  const { settings } = config;
  const own = readOwnSettings(config.root);
  const compatibility = options.compatibility ?? (own.ok ? own.settings.compatibility : 'fixed');
  if (options.source !== undefined && findEventSource(options.source) === undefined) {
    await writeText(
      io.stderr,
      `unknown event source ${options.source}; known are ${eventSources.map(({ name }) => name).join(', ')}\n`,
    );
    return EXIT.usage;
  }
  const paths = options.rules.length > 0 ? options.rules : settings.rulesFiles;
  const checked = await checkRules(
    paths,
    { compatibility, appendOutput: settings.appendOutput, staticFields: settings.staticFields },
    io,
  );
  if (checked === undefined) return EXIT.failure;
  const described = describeSetup(settings, checked.files, compatibility, io);
  const setup = { ...described, ruleMatching: options.ruleMatching ?? described.ruleMatching };
  const evaluations = await startEvaluations(setup, options.workers ?? 1);
  try {
    return await replayInputs(inputs, options, { settings, compatibility, evaluations }, io);
  } finally {
    await evaluations.close();
  }
}

interface ReplaySetup {
  readonly settings: FalcoSettings;
  readonly compatibility: Compatibility;
  readonly evaluations: ObjectEvaluations;
}

async function replayInputs(
  inputs: readonly string[],
  options: ReplayCommandOptions,
  { settings, compatibility, evaluations }: ReplaySetup,
  io: CommandIo,
): Promise<number> {
  const progress = createProgress(io.stderr, io.terminalColumns, () => systemClock.nowMs());
  const state = { objects: 0, records: 0, alerts: 0, bytes: 0 };
  let ended: ReplaySummary;
  try {
    ended = await replayObjects({
      ingest: createFileIngest({
        paths: inputs.map((input) => (input === '-' ? '-' : resolve(io.cwd, input))),
        stdin: io.stdin,
        compatibility,
        ...(options.source === undefined ? {} : { sourceName: options.source }),
      }),
      evaluations,
      onAlert: (alert) => {
        state.alerts += 1;
        return writeText(io.stdout, `${settings.json.enabled ? alert.json : alert.text}\n`);
      },
      onObject: (object, report) => {
        state.objects += 1;
        state.records += report.records;
        state.bytes += report.bytes;
        progress.update(state);
        if (options.quiet === true) return;
        const skips = Object.entries(report.skips).map(([reason, { count, first }]) =>
          describeSkip(reason, count, first.detail),
        );
        const damage =
          report.damage === undefined ? [] : [`${report.damage.reason}: ${report.damage.detail ?? ''}`];
        for (const line of [...damage, ...skips]) io.stderr.write(`${object.origin.name}: ${line}\n`);
      },
      onUnavailable: (object, reason) =>
        void io.stderr.write(`${object.origin.name}: ${reason.reason}: ${reason.message}\n`),
      signal: io.signal,
    });
  } catch (error) {
    progress.clear();
    if (!(error instanceof FileInputError)) throw error;
    await writeText(io.stderr, `${error.message}\n`);
    return EXIT.failure;
  }
  progress.clear();
  await writeText(io.stderr, formatSummary(ended));
  if (options.summary !== undefined)
    await writeFile(resolve(io.cwd, options.summary), `${JSON.stringify(ended, null, 2)}\n`);
  return hasSkips(ended) ? EXIT.skipped : EXIT.ok;
}

function describeSkip(reason: string, count: number, detail: string | undefined): string {
  const what = count === 1 ? 'a record was skipped' : `${count} records were skipped`;
  return `${what} (${reason})${detail === undefined ? '' : `: ${detail}`}`;
}

function hasSkips({ skippedObjects, skippedRecords }: ReplaySummary): boolean {
  return Object.keys(skippedObjects).length > 0 || Object.keys(skippedRecords).length > 0;
}
