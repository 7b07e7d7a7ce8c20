// One configuration from opening to closing; a reload that is about rules alone happens in between.
import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { parseMetricsInterval } from '@windhover/config';
import { reportWorkerCrash, runPipeline, systemClock, type Telemetry } from '@windhover/pipeline';
import { startEvaluations, type ReloadableEvaluations } from '../evaluation/start-evaluations.ts';
import type { CommandIo } from '../process-io.ts';
import { PRODUCT_VERSION } from '../product-version.ts';
import { buildIngests } from './build-ingests.ts';
import { buildSinks } from './build-sinks.ts';
import type { Completeness } from './completeness.ts';
import { createAwsClients } from './create-clients.ts';
import type { ProcessMetrics } from './create-metrics.ts';
import { listRunningRules } from './list-running-rules.ts';
import { createMetricsSnapshots, type MetricsSnapshots } from './metrics-snapshots.ts';
import { openDeadLetter } from './open-dead-letter.ts';
import { openPositions } from './open-positions.ts';
import type { PreparedRun } from './prepare-run.ts';
import { startOperationsServer, type ProcessStatus } from './start-operations-server.ts';
import { watchFiles } from './watch-files.ts';

/** What outlives a configuration. */
export interface Surroundings {
  readonly telemetry: Telemetry;
  readonly metrics: ProcessMetrics;
  readonly completeness: Completeness;
  readonly status: ProcessStatus;
  /** What signals call; whoever serves puts itself there. */
  readonly handlers: { reload: () => void; reopen: () => void };
  /** Read configuration and rules again; undefined when they are not right, which was told then. */
  prepare(): Promise<PreparedRun | undefined>;
  readonly io: CommandIo;
}

/**
 * Serve until `io.signal` aborts or all inputs have ended, and then give undefined; or until the configuration has changed
 * in more than its rules, and then give the new one. `onStarted` is called when everything is open.
 */
export async function serve(
  prepared: PreparedRun,
  surroundings: Surroundings,
  onStarted: () => void,
): Promise<PreparedRun | undefined> {
  const { config, own, setup } = prepared;
  const { settings } = config;
  const { telemetry, metrics, completeness, status, handlers, io } = surroundings;
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
  const server = settings.webserver.enabled
    ? await startOperationsServer(settings.webserver, status, metrics, completeness, io.cwd)
    : undefined;
  opened.defer(() => server?.close());

  const changed = new AbortController();
  let next: PreparedRun | undefined;
  let running = listRunningRules(prepared.ruleset, setup);
  const reload = createReload(prepared, evaluations, surroundings, {
    onRules: (loaded) => (running = listRunningRules(loaded.ruleset, loaded.setup)),
    onDifferent(different) {
      next = different;
      changed.abort(new Error('the configuration has changed'));
    },
  });
  const signal = AbortSignal.any([io.signal, changed.signal]);
  signal.addEventListener('abort', () => (status.isReady = false), { once: true });
  opened.defer(settings.watchConfigFiles ? watchFiles(prepared.watched, reload) : () => undefined);
  Object.assign(handlers, { reload, reopen: () => void built.reopen() });
  metrics.describeRules(prepared.ruleset);
  Object.assign(status, { isReady: !signal.aborted, rules: prepared.ruleset.rules.length });
  onStarted();
  telemetry.logger.info(
    {
      rules: status.rules,
      ingests: ingests.map(({ name }) => name),
      listening: ingests.flatMap((ingest) => ('url' in ingest ? [ingest.url] : [])),
      sinks: built.sinks.map(({ sink }) => sink.name),
      ...(server ? { operations: server.url } : {}),
    },
    'started',
  );
  const snapshots = openSnapshots(
    prepared,
    () => running,
    () => metrics.drops(),
    io,
  );
  const { released } = await runPipeline({
    ingests: snapshots?.addTo(ingests) ?? ingests,
    evaluations: snapshots?.watch(evaluations) ?? evaluations,
    sinks: built.sinks,
    deadLetter,
    signal,
    drainDeadlineMs: own.drain_timeout,
    telemetry,
    onReport: (object, report) => completeness.note(object, report, systemClock.nowMs()),
  });
  Object.assign(handlers, { reload: () => undefined, reopen: () => undefined });
  telemetry.logger.info({ released }, 'stopped');
  return io.signal.aborted ? undefined : next;
}

/**
 * Reads configuration and rules again. New rules count from the next object on; what is different in more than its
 * rules is handed to `onDifferent`; what is broken changes nothing and is told.
 */
function createReload(
  current: PreparedRun,
  evaluations: ReloadableEvaluations,
  { telemetry, metrics, status, prepare }: Surroundings,
  {
    onRules,
    onDifferent,
  }: { readonly onRules: (next: PreparedRun) => void; readonly onDifferent: (next: PreparedRun) => void },
): () => void {
  let last: Promise<void> = Promise.resolve();
  const fail = (problem: string): void => {
    status.reloadProblem = problem;
    metrics.add('reload_failures_total', {}, 1);
    telemetry.logger.error({}, problem);
  };
  const reloadOnce = async (): Promise<void> => {
    const next = await prepare();
    if (next === undefined) return fail('the new configuration or rules do not load; the old ones go on');
    metrics.add('reloads_total', {}, 1);
    status.reloadProblem = undefined;
    if (!isDeepStrictEqual(describeOpened(current), describeOpened(next))) {
      telemetry.logger.info({}, 'the configuration has changed: what is open is finished and opened anew');
      return onDifferent(next);
    }
    await evaluations.reload(next.setup);
    metrics.describeRules(next.ruleset);
    onRules(next);
    status.rules = next.ruleset.rules.length;
    telemetry.logger.info({ rules: status.rules }, 'rules reloaded');
  };
  return () => {
    last = last.then(reloadOnce).catch((error: unknown) => {
      fail(`${error instanceof Error ? error.message : String(error)}; the old rules go on`);
    });
  };
}

/** Snapshots of counts as alerts, when `metrics` asks for them. */
function openSnapshots(
  { config, setup }: PreparedRun,
  rules: () => ReadonlyMap<string, readonly string[]>,
  drops: () => number,
  { hostname }: CommandIo,
): MetricsSnapshots | undefined {
  const { metrics } = config.settings;
  const intervalMs = parseMetricsInterval(metrics.interval);
  if (!metrics.enabled || !metrics.outputRule || intervalMs === undefined) return undefined;
  return createMetricsSnapshots({
    settings: metrics,
    intervalMs,
    rules,
    drops,
    hostname,
    timeZone: setup.lines.timeZone,
    version: PRODUCT_VERSION,
    cpus: availableParallelism(),
    startedMs: systemClock.nowMs(),
    clock: systemClock,
  });
}

/** All that is opened once for a configuration; what is left of it concerns evaluation alone. */
function describeOpened({ config, own, ingests, watched }: PreparedRun): object {
  const { outputs, json, webserver, watchConfigFiles, log, metrics } = config.settings;
  return { own, ingests, watched, outputs, json: json.enabled, webserver, watchConfigFiles, log, metrics };
}
