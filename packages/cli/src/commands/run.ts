// `windhover run`: the daemon. Events from queues, buckets and sockets in, alerts to sinks out, until it is told to stop.
import { pino } from 'pino';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { SettingError } from '../run/build-ingests.ts';
import { createCompleteness } from '../run/completeness.ts';
import { createMetrics } from '../run/create-metrics.ts';
import { prepareRun, type PreparedRun, type PrepareOptions } from '../run/prepare-run.ts';
import { serve, type Surroundings } from '../run/serve.ts';

/** What `run` is told on the command line. */
export type RunCommandOptions = PrepareOptions;

/** Run until `io.signal` aborts or all inputs have ended; gives the exit code. */
export async function run(options: RunCommandOptions, io: CommandIo): Promise<number> {
  const prepared = await prepareRun(options, io);
  if (prepared === undefined) return EXIT.failure;
  const logger = pino(
    { name: 'windhover', level: pinoLevel(prepared) },
    pino.destination({ dest: 2, sync: true }),
  );
  const metrics = createMetrics();
  const surroundings: Surroundings = {
    telemetry: { logger, metrics },
    metrics,
    completeness: createCompleteness(),
    status: { isReady: false, reloadProblem: undefined, rules: 0 },
    handlers: { reload: () => undefined, reopen: () => undefined },
    prepare: () => prepareRun(options, io),
    io,
  };
  io.onHangup?.(() => surroundings.handlers.reload());
  io.onReopen?.(() => surroundings.handlers.reopen());
  try {
    await serveAll(prepared, surroundings, (next) => (logger.level = pinoLevel(next)));
    return EXIT.ok;
  } catch (error) {
    if (!isExplained(error)) throw error;
    await writeText(io.stderr, `error: ${error.message}\n`);
    return EXIT.failure;
  }
}

/** Serve one configuration after the other. One that cannot be opened gives way to that before it. */
async function serveAll(
  first: PreparedRun,
  surroundings: Surroundings,
  onNext: (next: PreparedRun) => void,
): Promise<void> {
  let fallback: PreparedRun | undefined;
  for (let current: PreparedRun | undefined = first; current !== undefined;) {
    const served: PreparedRun = current;
    onNext(served);
    try {
      current = await serve(served, surroundings, () => (fallback = undefined));
      fallback = served;
    } catch (error) {
      if (fallback === undefined || !isExplained(error)) throw error;
      surroundings.status.reloadProblem = `${error.message}; the old configuration goes on`;
      surroundings.metrics.add('reload_failures_total', {}, 1);
      surroundings.telemetry.logger.error({}, surroundings.status.reloadProblem);
      current = fallback;
      fallback = undefined;
    }
  }
}

/** Settings that cannot work, and what the system refuses: a port that is taken, a folder that cannot be made. */
function isExplained(error: unknown): error is Error {
  return error instanceof SettingError || (error instanceof Error && 'syscall' in error);
}

const PINO_LEVELS: Readonly<Record<string, string>> = {
  emergency: 'fatal',
  alert: 'fatal',
  critical: 'fatal',
  error: 'error',
  warning: 'warn',
  notice: 'info',
  info: 'info',
  debug: 'debug',
};

function pinoLevel({ config }: PreparedRun): string {
  return PINO_LEVELS[config.settings.log.level] ?? 'info';
}
