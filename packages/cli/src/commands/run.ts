// `windhover run`: the daemon. Events from queues, buckets and sockets in, alerts to sinks out, until it is told to stop.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { readOwnSettings, type LoadedConfig, type OwnSettings } from '@windhover/config';
import { reportWorkerCrash, runPipeline, systemClock, type Telemetry } from '@windhover/pipeline';
import type { Ruleset } from '@windhover/ruleset';
import { pino } from 'pino';
import type { EvaluatorSetup } from '../evaluation/create-evaluator.ts';
import { describeSetup } from '../evaluation/describe-setup.ts';
import { startEvaluations, type ReloadableEvaluations } from '../evaluation/start-evaluations.ts';
import { loadSettings } from '../load-settings.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { checkRules } from '../rules/load-rules-or-explain.ts';
import { buildIngests, SettingError } from '../run/build-ingests.ts';
import { buildSinks } from '../run/build-sinks.ts';
import { createCompleteness } from '../run/completeness.ts';
import { createAwsClients } from '../run/create-clients.ts';
import { createMetrics, type ProcessMetrics } from '../run/create-metrics.ts';
import { openDeadLetter } from '../run/open-dead-letter.ts';
import { openPositions } from '../run/open-positions.ts';
import { startOperationsServer } from '../run/start-operations-server.ts';
import { watchFiles } from '../run/watch-files.ts';

export interface RunCommandOptions {
  readonly config?: string;
  readonly option: readonly string[];
  readonly rules: readonly string[];
}

/** Configuration and rules that were read and found good. */
interface Prepared {
  readonly config: LoadedConfig;
  readonly own: OwnSettings;
  readonly setup: EvaluatorSetup;
  readonly ruleset: Ruleset;
  /** Files that a change of which means a reload. */
  readonly watched: readonly string[];
}

/** Run until `io.signal` aborts or all inputs have ended; gives the exit code. */
export async function run(options: RunCommandOptions, io: CommandIo): Promise<number> {
  const prepared = await prepare(options, io);
  if (prepared === undefined) return EXIT.failure;
  const logger = pino(
    { name: 'windhover', level: pinoLevel(prepared.config.settings.log.level) },
    pino.destination({ dest: 2, sync: true }),
  );
  const metrics = createMetrics();
  metrics.describeRules(prepared.ruleset);
  try {
    return await serve(prepared, options, { logger, metrics }, metrics, io);
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    await writeText(io.stderr, `error: ${error.message}\n`);
    return EXIT.failure;
  }
}

async function prepare(options: RunCommandOptions, io: CommandIo): Promise<Prepared | undefined> {
  const config = await loadSettings(options, io);
  if (config === undefined) return undefined;
  const own = readOwnSettings(config.root);
  if (!own.ok) {
    for (const { path, message, line, column } of own.problems) {
      await writeText(io.stderr, `${options.config ?? '-o'}:${line}:${column}: ${path}: ${message}\n`);
    }
    return undefined;
  }
  const { settings } = config;
  const paths = options.rules.length > 0 ? options.rules : settings.rulesFiles;
  const { compatibility } = own.settings;
  const checked = await checkRules(
    paths,
    { compatibility, appendOutput: settings.appendOutput, staticFields: settings.staticFields },
    io,
  );
  if (checked === undefined) return undefined;
  const setup = describeSetup(settings, checked.files, compatibility, io);
  const watched = [
    ...(options.config === undefined ? [] : [options.config]),
    ...checked.files.map(({ name }) => name),
  ];
  return {
    config,
    own: own.settings,
    setup,
    ruleset: checked.ruleset,
    watched: watched.map((name) => resolve(io.cwd, name)),
  };
}

async function serve(
  prepared: Prepared,
  options: RunCommandOptions,
  telemetry: Telemetry,
  metrics: ProcessMetrics,
  io: CommandIo,
): Promise<number> {
  const { config, own, setup } = prepared;
  const { settings } = config;
  const clients = createAwsClients();
  const deadLetter = openDeadLetter(own, clients, io.cwd, telemetry);
  const built = buildSinks({ settings, own, clients, deadLetter, telemetry, io });
  const positions = openPositions(own, io.cwd);
  const ingests = await buildIngests({
    own,
    plugins: settings.plugins,
    clients,
    ...(positions !== undefined && { positions }),
    stdin: io.stdin,
    cwd: io.cwd,
    nowMs: systemClock.nowMs(),
  });
  if (ingests.length === 0)
    throw new SettingError('nothing to read: configure ingest:, or plugins: with open_params');
  const evaluations = await startEvaluations(
    setup,
    own.workers === 0 ? availableParallelism() : own.workers,
    ({ origin }, error, willRetry) => reportWorkerCrash(telemetry, origin, error, willRetry),
  );
  const completeness = createCompleteness();
  const state = {
    isReady: true,
    reloadProblem: undefined as string | undefined,
    rules: prepared.ruleset.rules.length,
  };
  const server = settings.webserver.enabled
    ? await startOperationsServer(
        settings.webserver,
        {
          isReady: () => state.isReady && !io.signal.aborted,
          reloadProblem: () => state.reloadProblem,
          rules: () => state.rules,
        },
        metrics,
        completeness,
      )
    : undefined;
  telemetry.logger.info(
    {
      rules: state.rules,
      ingests: ingests.map(({ name }) => name),
      sinks: built.sinks.map(({ sink }) => sink.name),
      ...(server ? { operations: server.url } : {}),
    },
    'started',
  );

  const reload = createReload(options, evaluations, metrics, telemetry, state, io);
  const stopWatching = settings.watchConfigFiles ? watchFiles(prepared.watched, reload) : () => undefined;
  io.onHangup?.(reload);
  io.onReopen?.(() => void built.reopen());
  try {
    const { released } = await runPipeline({
      ingests,
      evaluations,
      sinks: built.sinks,
      deadLetter,
      signal: io.signal,
      drainDeadlineMs: own.drain_timeout,
      telemetry,
      onReport: (object, report) => completeness.note(object, report, systemClock.nowMs()),
    });
    telemetry.logger.info({ released }, 'stopped');
    return EXIT.ok;
  } finally {
    state.isReady = false;
    stopWatching();
    await Promise.all(ingests.map((ingest) => ingest.close()));
    await evaluations.close();
    await built.close();
    await deadLetter.close();
    positions?.close();
    await server?.close();
    clients.close();
  }
}

/** Read configuration and rules again and swap them in; a broken ruleset changes nothing and is told. */
function createReload(
  options: RunCommandOptions,
  evaluations: ReloadableEvaluations,
  metrics: ProcessMetrics,
  telemetry: Telemetry,
  state: { reloadProblem: string | undefined; rules: number },
  io: CommandIo,
): () => void {
  let last: Promise<void> = Promise.resolve();
  const reloadOnce = async (): Promise<void> => {
    const next = await prepare(options, io);
    if (next === undefined) {
      state.reloadProblem = 'the new configuration or rules do not load; the old ones go on';
      metrics.add('reload_failures_total', {}, 1);
      telemetry.logger.error({}, state.reloadProblem);
      return;
    }
    await evaluations.reload(next.setup);
    metrics.describeRules(next.ruleset);
    metrics.add('reloads_total', {}, 1);
    state.reloadProblem = undefined;
    state.rules = next.ruleset.rules.length;
    telemetry.logger.info({ rules: state.rules }, 'rules reloaded');
  };
  return () => {
    last = last.then(reloadOnce).catch((error: unknown) => {
      state.reloadProblem = error instanceof Error ? error.message : String(error);
      telemetry.logger.error({ error: state.reloadProblem }, 'reload failed; the old rules go on');
    });
  };
}

function pinoLevel(level: string): string {
  const levels: Readonly<Record<string, string>> = {
    emergency: 'fatal',
    alert: 'fatal',
    critical: 'fatal',
    error: 'error',
    warning: 'warn',
    notice: 'info',
    info: 'info',
    debug: 'debug',
  };
  return levels[level] ?? 'info';
}
