import {
  createLocalEvaluations,
  createWorkerEvaluations,
  defaultReadLimits,
  systemClock,
  type ObjectEvaluations,
  type WorkerPoolOptions,
} from '@windhover/pipeline';
import { createEvaluator, EVALUATOR_MODULE, type EvaluatorSetup } from './create-evaluator.ts';

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
  const limits = { ...defaultReadLimits, compatibility: setup.compatibility };
  if (workers > 1) {
    return createWorkerEvaluations({
      module: EVALUATOR_MODULE,
      data: setup,
      limits,
      workers,
      ...(onCrash !== undefined && { onCrash }),
    });
  }
  let evaluator = createEvaluator(setup);
  const local = createLocalEvaluations(() => evaluator, limits, systemClock);
  return {
    ...local,
    reload(next) {
      evaluator = createEvaluator(next);
      return Promise.resolve();
    },
  };
}
