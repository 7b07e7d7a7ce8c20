import {
  createLocalEvaluations,
  createWorkerEvaluations,
  defaultReadLimits,
  systemClock,
  type ObjectEvaluations,
  type WorkerPoolOptions,
} from '@windhover/pipeline';
import { createEvaluator, EVALUATOR_MODULE, type EvaluatorSetup } from './create-evaluator.ts';
import type { EvaluationWatch } from './evaluation-watch.ts';

/** Evaluations that can be given other rules while they run. */
export interface ReloadableEvaluations extends ObjectEvaluations {
  /** Rejects, and changes nothing, when the rules do not load. */
  reload(setup: EvaluatorSetup): Promise<void>;
}

/** Evaluate in this thread, or in a pool when `workers` is more than one; `onCrash` is told of threads that end at work. */
export async function startEvaluations(
  setup: EvaluatorSetup,
  workers: number,
  onCrash?: WorkerPoolOptions['onCrash'],
): Promise<ReloadableEvaluations> {
  if (workers <= 1) return startLocalEvaluations(setup);
  return createWorkerEvaluations({
    module: EVALUATOR_MODULE,
    data: setup,
    limits: readLimits(setup),
    workers,
    ...(onCrash !== undefined && { onCrash }),
  });
}

/** Evaluate in this thread, looked on by `watch`: what cannot be sent to other threads. */
export function startLocalEvaluations(setup: EvaluatorSetup, watch?: EvaluationWatch): ReloadableEvaluations {
  let evaluator = createEvaluator(setup, watch);
  return {
    ...createLocalEvaluations(() => evaluator, readLimits(setup), systemClock),
    reload(next) {
      evaluator = createEvaluator(next, watch);
      return Promise.resolve();
    },
  };
}

function readLimits({ compatibility }: EvaluatorSetup): WorkerPoolOptions['limits'] {
  return { ...defaultReadLimits, compatibility };
}
