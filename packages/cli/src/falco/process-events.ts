// Reading events until the sources end: alerts to the channels, statistics at the end.
import { resolve } from 'node:path';
import { parseMetricsInterval } from '@windhover/config';
import { compileRuleset, createEngine } from '@windhover/engine';
import { createFileIngest, FileInputError } from '@windhover/ingest';
import {
  createEngineEvaluator,
  createLocalEvaluations,
  defaultReadLimits,
  replayObjects,
  systemClock,
  type ObjectEvaluations,
} from '@windhover/pipeline';
import { selectRules, type Priority, type Ruleset } from '@windhover/ruleset';
import { alertLines } from '../evaluation/describe-setup.ts';
import { writeText } from '../process-io.ts';
import { createSourceFinder } from '../rules/find-source.ts';
import { readPlugins } from '../run/plugins/read-plugins.ts';
import { fixOffset, resolveTimeZone } from '../time-zone.ts';
import { FalcoExit } from './falco-exit.ts';
import { limitEventTime } from './limit-event-time.ts';
import type { LoadedPlugin } from './load-plugins.ts';
import { openOutputs, type FalcoOutputs } from './open-outputs.ts';
import { printStatistics } from './print-statistics.ts';
import { isGiven, valueOf, type FalcoSession } from './session.ts';

/** A source that runs, with the plugin that brings its events. */
export interface RunningSource {
  readonly name: string;
  readonly plugin: LoadedPlugin;
}

interface Counts {
  readonly byPriority: Map<Priority, number>;
  readonly byRule: Map<string, number>;
}

/**
 * Run the sources one after the other until they end, the time of `-M` is over or the process is told to stop, then
 * print the statistics. Throws a `FalcoExit` for a source that fails, after the statistics.
 */
export async function processEvents(
  session: FalcoSession,
  ruleset: Ruleset,
  sources: readonly RunningSource[],
): Promise<void> {
  const { io } = session;
  const counts = startCounts(ruleset);
  const outputs = openOutputs(session.config.settings, io, session.log);
  io.onReopen?.(() => void outputs.reopen());
  const stop = new AbortController();
  let isTimeOver = false;
  const signal = AbortSignal.any([io.signal, stop.signal]);
  try {
    checkMetricsInterval(session);
    const evaluations = createEvaluations(session, ruleset, () => {
      isTimeOver = true;
    });
    const onObject = (): void => {
      if (isTimeOver) stop.abort();
    };
    for (const source of sources) {
      if (signal.aborted) break;
      await runSource(session, source, { evaluations, outputs, counts, signal, onObject });
    }
  } finally {
    await outputs.close();
    await writeText(io.stdout, printStatistics(counts));
  }
}

/** All rules in table order, so that they are printed in it. */
function startCounts(ruleset: Ruleset): Counts {
  const inTableOrder = ruleset.rules.toSorted((a, b) => a.index - b.index);
  return { byPriority: new Map(), byRule: new Map(inTableOrder.map(({ name }) => [name, 0])) };
}

function createEvaluations(
  session: FalcoSession,
  ruleset: Ruleset,
  onTimeOver: () => void,
): ObjectEvaluations {
  const { config, io } = session;
  const { settings } = config;
  const seconds = Number(valueOf(session, 'duration') ?? 0);
  const zone = fixOffset(resolveTimeZone(io.env['TZ']), (io.nowMs ?? Date.now)());
  const lines = { ...alertLines(settings, io), timeZone: zone };
  const compiled = compileRuleset(selectRules(ruleset, settings.selection), {
    ruleMatching: settings.ruleMatching,
    minimumPriority: settings.priority,
  });
  const evaluator = createEngineEvaluator({
    engine: createEngine(compiled, {
      hostname: lines.hostname,
      timeZone: lines.timeZone,
      findSource: createSourceFinder(readPlugins(settings.plugins).okta),
    }),
    ruleset: compiled,
    compatibility: 'strict',
    lines,
  });
  const limited = seconds > 0 ? limitEventTime(evaluator, seconds, onTimeOver) : evaluator;
  return createLocalEvaluations(
    () => limited,
    { ...defaultReadLimits, compatibility: 'strict' },
    systemClock,
  );
}

interface SourceRun {
  readonly evaluations: ObjectEvaluations;
  readonly outputs: FalcoOutputs;
  readonly counts: Counts;
  readonly signal: AbortSignal;
  /** Called when an object is done. */
  onObject(): void;
}

async function runSource(
  session: FalcoSession,
  { name, plugin }: RunningSource,
  { evaluations, outputs, counts, signal, onObject }: SourceRun,
): Promise<void> {
  const { io } = session;
  session.log('info', `Opening '${name}' source with plugin '${plugin.plugin.name}'`);
  const { openParams } = plugin.settings;
  const path = openParams === '' ? '' : resolve(io.cwd, openParams);
  let failure: string | undefined;
  try {
    const summary = await replayObjects({
      ingest: createFileIngest({
        paths: [path],
        compatibility: plugin.plugin.name === 'cloudtrail' ? 'strict' : 'fixed',
        sourceName: name,
      }),
      evaluations,
      signal,
      async onAlert(rendered) {
        const { priority, rule } = rendered.alert;
        counts.byPriority.set(priority, (counts.byPriority.get(priority) ?? 0) + 1);
        counts.byRule.set(rule, (counts.byRule.get(rule) ?? 0) + 1);
        await outputs.deliver(rendered);
      },
      onObject(object, { damage }) {
        // The plugin passes over a damaged file without a word.
        if (damage !== undefined)
          session.log('debug', `${object.origin.name}: ${damage.detail ?? damage.reason}`);
        onObject();
      },
      onUnavailable(object, reason) {
        failure ??= reason.message;
      },
    });
    if (isGiven(session, 'verbose')) {
      const rate = (summary.records / Math.max(summary.seconds, 0.001)).toFixed(2);
      io.stderr.write(
        `(${name}) Elapsed time: ${summary.seconds.toFixed(3)}, Captured Events: ${summary.records}, ${rate} eps\n`,
      );
    }
  } catch (error) {
    if (error instanceof FileInputError) failure = error.message.replaceAll(path, openParams);
    else if (!signal.aborted) throw error;
  }
  if (failure === undefined) return;
  session.log('critical', 'An error occurred in an event source, forcing termination...');
  throw new FalcoExit(`${plugin.plugin.name} plugin error: ${failure.replaceAll(path, openParams)}`);
}

/** `metrics.interval` as Prometheus writes durations, units descending, at least 100 ms (spec outputs.md §7). */
function checkMetricsInterval({ config }: FalcoSession): void {
  const { enabled, interval } = config.settings.metrics;
  if (!enabled) return;
  if (parseMetricsInterval(interval) !== undefined) return;
  throw new FalcoExit(
    'Metrics interval must have a minimum value of 100ms and reflect a Prometheus compliant time duration format: https://prometheus.io/docs/prometheus/latest/querying/basics/#time-durations. ',
  );
}
