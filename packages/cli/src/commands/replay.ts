// `windhover replay`: evaluate files, folders, standard input and buckets once; alerts to stdout, a summary to stderr.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FalcoSettings, LoadedConfig, OwnSettings } from '@windhover/config';
import { RuleProfile } from '@windhover/engine';
import {
  eventSources,
  findEventSource,
  type Compatibility,
  type OktaOptions,
} from '@windhover/event-sources';
import { FileInputError, IntervalError, type ReplayEstimate } from '@windhover/ingest';
import {
  replayObjects,
  systemClock,
  type IngestObject,
  type ObjectEvaluations,
  type ObjectReport,
  type ReplaySummary,
} from '@windhover/pipeline';
import { describeSetup } from '../evaluation/describe-setup.ts';
import {
  describeDifference,
  formatRuleProfile,
  rankRules,
  type EvaluationWatch,
  type ProfiledRule,
} from '../evaluation/evaluation-watch.ts';
import { startEvaluations, startLocalEvaluations } from '../evaluation/start-evaluations.ts';
import { formatDifferences, formatEstimate, formatSummary } from '../format-summary.ts';
import { loadSettings } from '../load-settings.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { createProgress, type Progress } from '../progress.ts';
import { openReplayInputs, type ReplayInputOptions, type ReplayInputs } from '../replay-inputs.ts';
import { checkRules } from '../rules/load-rules-or-explain.ts';
import { readOktaOptions } from '../run/read-okta-options.ts';

export interface ReplayCommandOptions extends ReplayInputOptions {
  readonly config?: string;
  readonly option: readonly string[];
  readonly rules: readonly string[];
  readonly ruleMatching?: 'first' | 'all';
  readonly compatibility?: Compatibility;
  readonly summary?: string;
  readonly quiet?: boolean;
  readonly workers?: number;
  /** Evaluate every record in both forms of the engine and report where they differ. */
  readonly checkCompiled?: boolean;
  /** Tell so many of the dearest rules; `true` takes the usual number. */
  readonly profileRules?: number | true;
  /** Say what buckets hold and do nothing. */
  readonly dryRun?: boolean;
  /** Let a fleet do it: send the objects of buckets to this queue. */
  readonly enqueue?: string;
}

/** Options that files know nothing of: without a bucket they are a mistake. */
const BUCKET_OPTIONS: readonly (readonly [keyof ReplayCommandOptions, string])[] = [
  ['since', '--since'],
  ['until', '--until'],
  ['account', '--account'],
  ['region', '--region'],
  ['checkpoint', '--checkpoint'],
  ['dryRun', '--dry-run'],
  ['enqueue', '--enqueue'],
];

/** What a replay did, with what was asked for beside. */
interface WatchedSummary extends ReplaySummary {
  readonly engineDifferences?: number;
  readonly ruleProfile?: readonly ProfiledRule[];
}

const USUAL_PROFILED_RULES = 20;

/** Run the command; gives the exit code. */
export async function replay(
  inputs: readonly string[],
  options: ReplayCommandOptions,
  io: CommandIo,
): Promise<number> {
  if (isWatched(options) && (options.workers ?? 1) > 1) {
    await writeText(
      io.stderr,
      '--check-compiled and --profile-rules look on in one thread: leave out --workers\n',
    );
    return EXIT.usage;
  }
  const config = await loadSettings(options, io);
  if (config === undefined) return EXIT.failure;
  const own = await readOwnKeys(config, options);
  const compatibility = options.compatibility ?? own?.compatibility ?? 'fixed';
  if (options.source !== undefined && findEventSource(options.source) === undefined) {
    const known = eventSources.map(({ name }) => name).join(', ');
    await writeText(io.stderr, `unknown event source ${options.source}; known are ${known}\n`);
    return EXIT.usage;
  }
  const needsBucket = BUCKET_OPTIONS.filter(([key]) => isGivenOption(options[key])).map(([, flag]) => flag);
  if (needsBucket.length > 0 && !inputs.some((input) => input.startsWith('s3://'))) {
    await writeText(io.stderr, `${needsBucket.join(', ')}: needs an input s3://BUCKET[/PREFIX]\n`);
    return EXIT.usage;
  }
  let opened: ReplayInputs | undefined;
  try {
    opened = await openReplayInputs(inputs, options, compatibility, systemClock.nowMs(), io);
    if (options.dryRun === true) return await printEstimate(opened, io);
    if (options.enqueue !== undefined) return await enqueueObjects(opened, options.enqueue, io);
    const okta = readOktaOptions(own, config.settings.plugins);
    return await evaluateInputs(opened, options, config.settings, { compatibility, okta }, io);
  } catch (error) {
    if (!(error instanceof FileInputError) && !(error instanceof IntervalError)) throw error;
    await writeText(io.stderr, `${error.message}\n`);
    return error instanceof IntervalError ? EXIT.usage : EXIT.failure;
  } finally {
    await opened?.ingest.close();
    opened?.close();
  }
}

/** Options that may be repeated are lists. */
function isGivenOption(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

/** Our own keys, as far as they are right; without a configuration there are none. */
async function readOwnKeys(
  { root }: LoadedConfig,
  { config, option }: ReplayCommandOptions,
): Promise<OwnSettings | undefined> {
  if (config === undefined && option.length === 0) return undefined;
  const { readOwnSettings } = await import('@windhover/config/own');
  const own = readOwnSettings(root);
  return own.ok ? own.settings : undefined;
}

async function printEstimate(inputs: ReplayInputs, io: CommandIo): Promise<number> {
  for (const estimate of await inputs.estimate(io.signal))
    await writeText(io.stdout, formatEstimate(estimate));
  return EXIT.ok;
}

async function enqueueObjects(inputs: ReplayInputs, queueUrl: string, io: CommandIo): Promise<number> {
  const objects = await inputs.enqueue(queueUrl, io.signal);
  await writeText(io.stderr, `${objects.toLocaleString('en-US')} objects sent to ${queueUrl}\n`);
  return EXIT.ok;
}

async function evaluateInputs(
  inputs: ReplayInputs,
  options: ReplayCommandOptions,
  settings: FalcoSettings,
  { compatibility, okta }: { readonly compatibility: Compatibility; readonly okta: Partial<OktaOptions> },
  io: CommandIo,
): Promise<number> {
  const paths = options.rules.length > 0 ? options.rules : settings.rulesFiles;
  const { appendOutput, staticFields } = settings;
  const checked = await checkRules(paths, { compatibility, appendOutput, staticFields, okta }, io);
  if (checked === undefined) return EXIT.failure;
  const described = describeSetup(settings, checked.files, compatibility, okta, io);
  const setup = { ...described, ruleMatching: options.ruleMatching ?? described.ruleMatching };
  // The estimate, where it costs only listings, gives the progress bar its end.
  const estimates =
    inputs.hasBuckets && io.terminalColumns !== undefined ? await inputs.estimate(io.signal) : [];
  const progress = createProgress(io.stderr, io.terminalColumns, () => systemClock.nowMs());
  const watch = createWatch(options, (text) => {
    progress.clear();
    io.stderr.write(text);
  });
  const evaluations = isWatched(options)
    ? startLocalEvaluations(setup, watch)
    : await startEvaluations(setup, options.workers ?? 1);
  try {
    const replayed = await replayAll(inputs, evaluations, settings, options, progress, estimates, io);
    const summary = { ...replayed, ...watch.conclude() };
    progress.clear();
    await writeText(io.stderr, formatWatchedSummary(summary));
    if (options.summary !== undefined) {
      await writeFile(resolve(io.cwd, options.summary), `${JSON.stringify(summary, null, 2)}\n`);
    }
    if (io.signal.aborted || (summary.engineDifferences ?? 0) > 0) return EXIT.failure;
    return hasSkips(summary) ? EXIT.skipped : EXIT.ok;
  } finally {
    progress.clear();
    await evaluations.close();
  }
}

function isWatched({ checkCompiled, profileRules }: ReplayCommandOptions): boolean {
  return checkCompiled === true || profileRules !== undefined;
}

/** Looks on as the options ask; `conclude` gives what it adds to the summary. */
function createWatch(
  { checkCompiled, profileRules }: ReplayCommandOptions,
  complain: (text: string) => void,
): EvaluationWatch & { conclude(): Omit<WatchedSummary, keyof ReplaySummary> } {
  let engineDifferences = 0;
  const profile =
    profileRules === undefined ? undefined : new RuleProfile(() => Math.round(performance.now() * 1e6));
  const limit = typeof profileRules === 'number' ? profileRules : USUAL_PROFILED_RULES;
  return {
    ...(profile !== undefined && { profile }),
    ...(checkCompiled === true && {
      onDifference(difference, origin) {
        engineDifferences++;
        complain(describeDifference(difference, origin));
      },
    }),
    conclude: () => ({
      ...(checkCompiled === true && { engineDifferences }),
      ...(profile !== undefined && { ruleProfile: rankRules(profile.list(), limit) }),
    }),
  };
}

function formatWatchedSummary(summary: WatchedSummary): string {
  const { engineDifferences, ruleProfile } = summary;
  return [
    formatSummary(summary),
    engineDifferences === undefined ? '' : formatDifferences(engineDifferences),
    ruleProfile === undefined ? '' : formatRuleProfile(ruleProfile),
  ].join('');
}

function replayAll(
  inputs: ReplayInputs,
  evaluations: ObjectEvaluations,
  settings: FalcoSettings,
  options: ReplayCommandOptions,
  progress: Progress,
  estimates: readonly ReplayEstimate[],
  io: CommandIo,
): Promise<ReplaySummary> {
  const state = { objects: 0, records: 0, alerts: 0, bytes: 0 };
  const total = estimates.reduce((sum, estimate) => sum + estimate.bytes, 0);
  const complain = (object: IngestObject, text: string): void => {
    progress.clear();
    io.stderr.write(`${object.origin.name}: ${text}\n`);
  };
  return replayObjects({
    ingest: inputs.ingest,
    evaluations,
    onAlert: (alert) => {
      state.alerts += 1;
      return writeText(io.stdout, `${settings.json.enabled ? alert.json : alert.text}\n`);
    },
    onObject: (object, report) => {
      state.objects += 1;
      state.records += report.records;
      state.bytes += report.bytes;
      progress.update(total > 0 ? { ...state, share: state.bytes / total } : state);
      if (options.quiet !== true) for (const text of describeReport(report)) complain(object, text);
    },
    onUnavailable: (object, reason) => complain(object, `${reason.reason}: ${reason.message}`),
    signal: io.signal,
  });
}

/** What went wrong with an object, a sentence each. */
function describeReport({ damage, skips }: ObjectReport): string[] {
  const damaged = damage === undefined ? [] : [`${damage.reason}: ${damage.detail ?? ''}`];
  const skipped = Object.entries(skips).map(([reason, { count, first }]) => {
    const what = count === 1 ? 'a record was skipped' : `${count} records were skipped`;
    return `${what} (${reason})${first.detail === undefined ? '' : `: ${first.detail}`}`;
  });
  return [...damaged, ...skipped];
}

function hasSkips({ skippedObjects, skippedRecords }: ReplaySummary): boolean {
  return Object.keys(skippedObjects).length > 0 || Object.keys(skippedRecords).length > 0;
}
