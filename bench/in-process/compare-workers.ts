import {
  createLocalEvaluations,
  createWorkerEvaluations,
  defaultReadLimits,
  systemClock,
} from '@windhover/pipeline';
import { inflateObjects } from '../baselines.ts';
import type { Report } from '../result.ts';
import { readRules } from '../rules/rulesets.ts';
import { createEvaluator, EVALUATOR_MODULE } from './evaluator.ts';
import { measureEntries, readMaxRssMb, type Task } from './task.ts';
import { findDifference, replayFiles } from './replay-files.ts';

const WORKERS = 2;

/** A replay in this thread and one on worker threads, both started before and kept: what more threads are worth. */
export async function compareWorkers(task: Task, report: Report): Promise<void> {
  const { scenario, corpus } = task;
  const texts = readRules(scenario.rules);
  const pool = await createWorkerEvaluations({
    module: EVALUATOR_MODULE,
    data: texts,
    limits: defaultReadLimits,
    workers: WORKERS,
  });
  const evaluator = createEvaluator(texts);
  const local = createLocalEvaluations(() => evaluator, defaultReadLimits, systemClock);
  const one = replayFiles('windhover, 1 worker', corpus.objects, scenario.events, local);
  const two = replayFiles(`windhover, ${WORKERS} workers`, corpus.objects, scenario.events, pool);

  await two.run(0);
  const maxRssMb = readMaxRssMb();
  const events = corpus.records;
  try {
    await measureEntries(
      task,
      [
        { kind: 'inflate', variant: inflateObjects(corpus), events },
        { kind: 'windhover', variant: one, events, alerts: () => one.results[0]!.alerts },
        { kind: 'windhover', variant: two, events, alerts: () => two.results[0]!.alerts, maxRssMb },
      ],
      report,
    );
  } finally {
    await pool.close();
  }
  const difference = findDifference([...two.results, ...one.results]);
  if (difference !== undefined) report.problem(`${scenario.name}: results differ: ${difference}`);
}
