import type { ObjectEvaluator } from '@windhover/pipeline';

/**
 * `-M SECONDS` by the clock of the events, as Falco counts: the first event that is so much later than the first one
 * of the run, and all behind it, are left out. `onEnd` is called when that happens.
 */
export function limitEventTime(
  evaluator: ObjectEvaluator,
  seconds: number,
  onEnd: () => void,
): ObjectEvaluator {
  const limitNs = BigInt(seconds) * 1_000_000_000n;
  let first: bigint | undefined;
  let hasEnded = false;
  return {
    dependsOnOrder: true,
    open: (object, receiver) =>
      evaluator.open(object, {
        skip: (skip) => receiver.skip(skip),
        records(count, timestampNs) {
          if (hasEnded) return;
          first ??= timestampNs;
          hasEnded = timestampNs !== undefined && first !== undefined && timestampNs - first >= limitNs;
          if (hasEnded) onEnd();
          else receiver.records(count, timestampNs);
        },
        alert(alert) {
          if (!hasEnded) receiver.alert(alert);
        },
      }),
  };
}
