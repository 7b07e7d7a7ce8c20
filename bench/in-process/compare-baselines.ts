import { createLocalEvaluations, defaultReadLimits, systemClock } from '@windhover/pipeline';
import { inflateObjects, parseObjects } from '../baselines.ts';
import { formatProfile } from '../profile/format-profile.ts';
import { profileRuns } from '../profile/profile-runs.ts';
import type { Report } from '../result.ts';
import { compileRules, readRules } from '../rules/rulesets.ts';
import { createBenchEvaluator } from './evaluator.ts';
import { measureEntries, readMaxRssMb, type Entry, type Task } from './task.ts';
import { findDifference, replayFiles } from './replay-files.ts';

/** The interpreter takes up to a hundred times as long: it gets the first objects, which hold every sample record. */
const NAIVE_OBJECTS = 2;
const NAIVE_REPETITIONS = 2;
/** Passes under the profiler: enough samples to rank functions by. */
const PROFILED_PASSES = 5;

/**
 * A replay in this thread beside its baselines: inflating, parsing, and running every rule on every record. The engine
 * is kept from pass to pass, as a daemon keeps it; a flood stays one, since its tables hold fewer values than a pass brings.
 */
export async function compareBaselines(task: Task, report: Report): Promise<void> {
  const { scenario, spec, corpus, options } = task;
  const ruleset = compileRules(readRules(scenario.rules));
  const replay = (name: string, paths: readonly string[], form: 'compiled' | 'interpreted') => {
    const evaluator = createBenchEvaluator(ruleset, form);
    const evaluations = createLocalEvaluations(() => evaluator, defaultReadLimits, systemClock);
    return replayFiles(name, paths, scenario.isRecognised ? undefined : scenario.events, evaluations);
  };
  const windhover = replay('windhover', corpus.objects, 'compiled');
  const naive = {
    ...replay('naive rules', corpus.objects.slice(0, NAIVE_OBJECTS), 'interpreted'),
    maxRepetitions: NAIVE_REPETITIONS,
  };

  // Before the baselines use any memory, since the maximum never falls.
  await windhover.run();
  const maxRssMb = readMaxRssMb();

  const baselines: Entry[] = [
    ...(spec.isCompressed ? [{ kind: 'inflate' as const, variant: inflateObjects(corpus) }] : []),
    { kind: 'parse' as const, variant: parseObjects(corpus, spec) },
  ].map((entry) => ({ ...entry, events: corpus.records }));
  await measureEntries(
    task,
    [
      ...baselines,
      {
        kind: 'naive',
        variant: naive,
        events: Math.min(corpus.records, NAIVE_OBJECTS * spec.recordsPerObject),
      },
      {
        kind: 'windhover',
        variant: windhover,
        events: corpus.records,
        maxRssMb,
        alerts: () => windhover.results[0]!.alerts,
      },
    ],
    report,
  );
  const difference = findDifference([...windhover.results, ...naive.results]);
  if (difference !== undefined) report.problem(`${scenario.name}: results differ: ${difference}`);
  if (options.hasProfile) {
    const profile = await profileRuns(windhover, PROFILED_PASSES);
    report.text(formatProfile(profile, PROFILED_PASSES * corpus.records));
  }
}
