// `windhover run`: the daemon. Events from queues, buckets and sockets in, alerts to sinks out, until it is told to stop.
import { availableParallelism } from 'node:os';
import { reportWorkerCrash, runPipeline, systemClock, type Telemetry } from '@windhover/pipeline';
import { pino } from 'pino';
import { startEvaluations, type ReloadableEvaluations } from '../evaluation/start-evaluations.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { buildIngests, SettingError } from '../run/build-ingests.ts';
import { buildSinks } from '../run/build-sinks.ts';
import { createCompleteness } from '../run/completeness.ts';
import { createAwsClients } from '../run/create-clients.ts';
import { createMetrics, type ProcessMetrics } from '../run/create-metrics.ts';
import { openDeadLetter } from '../run/open-dead-letter.ts';
import { openPositions } from '../run/open-positions.ts';
import { prepareRun, type PreparedRun, type PrepareOptions } from '../run/prepare-run.ts';
import { startOperationsServer } from '../run/start-operations-server.ts';
import { watchFiles } from '../run/watch-files.ts';

/** What `run` is told on the command line. */
export type RunCommandOptions = PrepareOptions;

/** Run until `io.signal` aborts or all inputs have ended; gives the exit code. */
export async function run(options: RunCommandOptions, io: CommandIo): Promise<number> {
  const prepared = await prepareRun(options, io);
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
    if (!isExplained(error)) throw error;
    await writeText(io.stderr, `error: ${error.message}\n`);
    return EXIT.failure;
  }
}

/** Settings that cannot work, and what the system refuses: a port that is taken, a folder that cannot be made. */
function isExplained(error: unknown): error is Error {
  return error instanceof SettingError || (error instanceof Error && 'syscall' in error);
}

async function serve(
  prepared: PreparedRun,
  options: RunCommandOptions,
  telemetry: Telemetry,
  metrics: ProcessMetrics,
  io: CommandIo,
): Promise<number> {
  const { config, own, setup } = prepared;
  const { settings } = config;
  // Whatever was opened is closed in reverse, also when the next thing cannot be opened.
  await using opened = new AsyncDisposableStack();
  const clients = createAwsClients();
  opened.defer(() => clients.close());
  const deadLetter = openDeadLetter(own, clients, io.cwd, telemetry);
  opened.defer(() => deadLetter.close());
  const built = buildSinks({ settings, own, clients, deadLetter, telemetry, io });
  opened.defer(() => built.close());
  const positions = openPositions(own, io.cwd);
  opened.defer(() => positions?.close());
  const ingests = await buildIngests({
    own,
    settings: prepared.ingests,
    clients,
    metrics,
    ...(positions !== undefined && { positions }),
    stdin: io.stdin,
    cwd: io.cwd,
    nowMs: systemClock.nowMs(),
  });
  opened.defer(async () => void (await Promise.all(ingests.map((ingest) => ingest.close()))));
  const evaluations = await startEvaluations(
    setup,
    own.workers === 0 ? availableParallelism() : own.workers,
    ({ origin }, error, willRetry) => reportWorkerCrash(telemetry, origin, error, willRetry),
  );
  opened.defer(() => evaluations.close());
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
  opened.defer(() => server?.close());
  telemetry.logger.info(
    {
      rules: state.rules,
      ingests: ingests.map(({ name }) => name),
      listening: ingests.flatMap((ingest) => ('url' in ingest ? [ingest.url] : [])),
      sinks: built.sinks.map(({ sink }) => sink.name),
      ...(server ? { operations: server.url } : {}),
    },
    'started',
  );

  const reload = createReload(options, evaluations, metrics, telemetry, state, io);
  opened.defer(settings.watchConfigFiles ? watchFiles(prepared.watched, reload) : () => undefined);
  io.onHangup?.(reload);
  io.onReopen?.(() => void built.reopen());
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
  state.isReady = false;
  telemetry.logger.info({ released }, 'stopped');
  return EXIT.ok;
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
    const next = await prepareRun(options, io);
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
