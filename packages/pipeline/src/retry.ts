import { systemClock, type Clock } from './clock.ts';

/** How long to wait between attempts: exponential, with full jitter in the upper half. */
export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Attempts in all; infinite where giving up would lose something. */
  readonly maxAttempts: number;
}

/** Half a second, doubling up to half a minute, eight attempts. */
export const defaultRetryPolicy: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 30_000, maxAttempts: 8 };

/** The wait before attempt `attempt + 1`, the first being 1. `random` yields [0, 1), as `Math.random` does. */
export function computeBackoffMs(policy: RetryPolicy, attempt: number, random: () => number): number {
  const ceiling = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.min(attempt - 1, 52));
  return ceiling / 2 + (random() * ceiling) / 2;
}

/** What `retry` works with; time and chance can be replaced. */
export interface RetryOptions {
  readonly retryPolicy?: RetryPolicy;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Stops waiting and trying: the last error is thrown. */
  readonly signal?: AbortSignal;
  /** Told of each failure that will be tried again. */
  onRetry?(error: unknown, attempt: number, delayMs: number): void;
}

/** Run `attempt` until it succeeds, fails with something `isTemporary` denies, or attempts run out. */
export async function retry<Result>(
  attempt: (number: number) => Promise<Result>,
  isTemporary: (error: unknown) => boolean,
  options: RetryOptions,
): Promise<Result> {
  const { retryPolicy = defaultRetryPolicy, clock = systemClock, random = Math.random, signal } = options;
  for (let number = 1; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      if (number >= retryPolicy.maxAttempts || signal?.aborted === true || !isTemporary(error)) throw error;
      const delayMs = computeBackoffMs(retryPolicy, number, random);
      options.onRetry?.(error, number, delayMs);
      await clock.sleep(delayMs, signal);
    }
  }
}
