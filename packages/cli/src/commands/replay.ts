// `windhover replay`: evaluate files, folders and standard input once, alerts to stdout, a summary to stderr.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readOwnSettings, type FalcoSettings } from '@windhover/config';
import { compileRuleset, createEngine, type AlertJsonOptions } from '@windhover/engine';
import { eventSources, findEventSource, type Compatibility } from '@windhover/event-sources';
import { createFileIngest, FileInputError } from '@windhover/ingest';
import {
  createEngineEvaluator,
  createLocalEvaluations,
  defaultReadLimits,
  replayObjects,
  systemClock,
  type ReplaySummary,
} from '@windhover/pipeline';
import { selectRules, type Ruleset } from '@windhover/ruleset';
import { loadSettings } from '../load-settings.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { createProgress } from '../progress.ts';
import { loadRulesOrExplain } from '../rules/load-rules-or-explain.ts';
import { formatSummary } from '../format-summary.ts';

export interface ReplayCommandOptions {
  readonly config?: string;
  readonly option: readonly string[];
  readonly rules: readonly string[];
  readonly source?: string;
  readonly ruleMatching?: 'first' | 'all';
  readonly compatibility?: Compatibility;
  readonly summary?: string;
  readonly quiet?: boolean;
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
  const ruleset = await loadRulesOrExplain(paths, { compatibility, appendOutput: settings.appendOutput, staticFields: settings.staticFields }, io);
  if (ruleset === undefined) return EXIT.failure;
  return replayInputs(
    inputs,
    options,
    { settings, compatibility, ruleset: selectRules(ruleset, settings.selection) },
    io,
  );
}

interface ReplaySetup {
  readonly settings: FalcoSettings;
  readonly compatibility: Compatibility;
  readonly ruleset: Ruleset;
}

async function replayInputs(
  inputs: readonly string[],
  options: ReplayCommandOptions,
  { settings, compatibility, ruleset }: ReplaySetup,
  io: CommandIo,
): Promise<number> {
  const compiled = compileRuleset(ruleset, {
    ruleMatching: options.ruleMatching ?? settings.ruleMatching,
    minimumPriority: settings.priority,
  });
  const timeZone = io.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const evaluator = createEngineEvaluator({
    engine: createEngine(compiled, { hostname: io.hostname, timeZone }),
    ruleset: compiled,
    compatibility,
    lines: alertLines(settings, io.hostname, timeZone),
  });
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
      evaluations: createLocalEvaluations(
        () => evaluator,
        { ...defaultReadLimits, compatibility },
        systemClock,
      ),
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

/** How alerts become lines, from Falco's keys. */
export function alertLines(settings: FalcoSettings, hostname: string, timeZone: string): AlertJsonOptions {
  return {
    hostname,
    timeZone,
    timeFormatIso8601: settings.timeFormatIso8601,
    includeOutput: settings.json.includeOutput,
    includeMessage: settings.json.includeMessage,
    includeOutputFields: settings.json.includeFields,
    includeTags: settings.json.includeTags,
  };
}
