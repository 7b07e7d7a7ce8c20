import { createLocalEvaluations, defaultReadLimits, systemClock } from '@windhover/pipeline';
import { inflateObjects, parseObjects } from '../baselines.ts';
import type { Corpus } from '../corpus/corpus.ts';
import { runNaively } from '../naive/run-naively.ts';
import { formatProfile } from '../profile/format-profile.ts';
import { profileRuns } from '../profile/profile-runs.ts';
import type { Report } from '../result.ts';
import { compileRules, isGenerated, readRules } from '../rules/rulesets.ts';
import { createBenchEvaluator } from './evaluator.ts';
import { findDifference, replayFiles, type ReplayVariant } from './replay-files.ts';
import { measureEntries, readMaxRssMb, type Entry, type Task } from './task.ts';

/** What runs every rule takes up to a hundred times as long: it gets the first objects. */
const NAIVE_OBJECTS = 10;
/** These hold every sample record once. */
const INTERPRETED_OBJECTS = 2;
const SLOW_REPETITIONS = 2;
/** Passes under the profiler: enough samples to rank functions by. */
const PROFILED_PASSES = 5;

/**
 * A replay in this thread beside its baselines: inflating, parsing, and running every rule on every record. The engine
 * is kept from pass to pass, as a daemon keeps it; a flood stays one, since its tables hold fewer values than a pass brings.
 */
export async function compareBaselines(task: Task, report: Report): Promise<void> {
  const { scenario, spec, corpus, options } = task;
  const ruleset = compileRules(readRules(scenario.rules));
  const replay = (name: string, { objects }: Corpus, form: 'compiled' | 'interpreted'): ReplayVariant => {
    const evaluator = createBenchEvaluator(ruleset, form);
    const evaluations = createLocalEvaluations(() => evaluator, defaultReadLimits, systemClock);
    return replayFiles(name, objects, scenario.isRecognised ? undefined : scenario.events, evaluations);
  };
  const take = (count: number): Corpus => ({
    ...corpus,
    objects: corpus.objects.slice(0, count),
    records: Math.min(corpus.records, count * spec.recordsPerObject),
  });
  const windhover = replay('windhover', corpus, 'compiled');
  // Before the baselines use any memory, since the maximum never falls.
  await windhover.run(0);
  const maxRssMb = readMaxRssMb();
  const interpreted = replay('interpreter', take(INTERPRETED_OBJECTS), 'interpreted');
  const naive = isGenerated(scenario.rules) ? runNaively(ruleset, take(NAIVE_OBJECTS), spec) : undefined;

  const entries: Entry[] = [
    { kind: 'parse', variant: parseObjects(corpus, spec), events: corpus.records },
    {
      kind: 'naive',
      variant: { ...(naive ?? interpreted), maxRepetitions: SLOW_REPETITIONS },
      events: take(naive ? NAIVE_OBJECTS : INTERPRETED_OBJECTS).records,
    },
    {
      kind: 'windhover',
      variant: windhover,
      events: corpus.records,
      maxRssMb,
      alerts: () => windhover.results[0]!.alerts,
    },
  ];
  if (spec.isCompressed)
    entries.unshift({ kind: 'inflate', variant: inflateObjects(corpus), events: corpus.records });
  await measureEntries(task, entries, report);

  if (naive) await interpreted.run(0);
  const difference = findDifference([...windhover.results, ...interpreted.results]);
  if (difference !== undefined) report.problem(`${scenario.name}: results differ: ${difference}`);
  const matches = windhover.results[0]!.alertsByObject.slice(0, NAIVE_OBJECTS).reduce(
    (sum, alerts) => sum + alerts,
    0,
  );
  if (naive && naive.matches() !== matches)
    report.problem(`${scenario.name}: naive rules match ${naive.matches()} times, windhover ${matches}`);

  if (options.hasProfile) {
    const profile = await profileRuns(windhover, PROFILED_PASSES);
    report.text(formatProfile(profile, PROFILED_PASSES * corpus.records));
  }
}
