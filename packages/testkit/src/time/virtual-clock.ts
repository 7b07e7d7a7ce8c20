import type { Clock } from '@windhover/pipeline';

/** A clock that stands still until it is told to go on. */
export interface VirtualClock extends Clock {
  /** Let so much time pass: whoever wakes meanwhile runs in the order of waking. */
  advance(ms: number): Promise<void>;
  /** Number of those who sleep. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly wakeMs: number;
  readonly wake: () => void;
}

/** A virtual clock that starts at `startMs`. With `isEager` a sleep ends at once and moves the time by its length. */
export function createVirtualClock(startMs = 0, options: { readonly isEager?: boolean } = {}): VirtualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  return {
    nowMs: () => nowMs,
    get sleepers() {
      return sleepers.size;
    },
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.resolve();
      if (options.isEager === true) {
        nowMs += ms;
        return yieldToOthers();
      }
      return new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { wakeMs: nowMs + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake);
      });
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await yieldToOthers();
      for (;;) {
        const next = [...sleepers].sort((a, b) => a.wakeMs - b.wakeMs)[0];
        if (next === undefined || next.wakeMs > endMs) break;
        nowMs = Math.max(nowMs, next.wakeMs);
        next.wake();
        await yieldToOthers();
      }
      nowMs = endMs;
    },
  };
}

/** Lets everything that can go on without time or input go on. */
async function yieldToOthers(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
