import type { Clock } from '../clock.ts';
import { evaluateObject, type AlertReceiver, type EvaluatedObject } from './evaluate-object.ts';
import type { ObjectEvaluator } from './object-evaluator.ts';
import type { ObjectReport } from './object-report.ts';
import type { ReadLimits } from './read-inflated.ts';

/** Evaluates objects, here or in worker threads; the pipeline does not know which. */
export interface ObjectEvaluations {
  /** How many objects are worth having in flight at once. */
  readonly width: number;
  /**
   * Evaluate one object. Calls may overlap; objects start in the order of the calls. Alerts of one object come in
   * order and its evaluation goes on only when `deliver` has resolved. Rejects when the bytes cannot be read.
   */
  evaluate(object: EvaluatedObject, deliver: AlertReceiver): Promise<ObjectReport>;
  close(): Promise<void>;
}

/** Evaluate in this thread, one object after another. `current` is asked for each object, so that it can be swapped. */
export function createLocalEvaluations(
  current: () => ObjectEvaluator,
  limits: ReadLimits,
  clock: Clock,
): ObjectEvaluations {
  let last: Promise<unknown> = Promise.resolve();
  return {
    width: 2,
    evaluate(object, deliver) {
      const run = last.then(() =>
        evaluateObject(current(), object, BigInt(Math.trunc(clock.nowMs())) * 1_000_000n, limits, deliver),
      );
      last = run.catch(() => undefined);
      return run;
    },
    close: async () => void (await last),
  };
}
