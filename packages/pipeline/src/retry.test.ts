import { createVirtualClock } from '@windhover/testkit';
import { describe, expect, it } from 'vitest';
import { computeBackoffMs, retry } from './retry.ts';

const policy = { firstDelayMs: 100, maxDelayMs: 1000, maxAttempts: 4 };

describe('computeBackoffMs', () => {
  it.each([
    [1, 0, 50],
    [1, 1, 100],
    [2, 0.5, 150],
    [5, 1, 1000],
    [10_000, 0, 500],
  ])('waits after attempt %i with chance %d: %d ms', (attempt, chance, expected) => {
    expect(computeBackoffMs(policy, attempt, () => chance)).toBe(expected);
  });
});

describe('retry', () => {
  const run = async (failures: number, isTemporary = true) => {
    const clock = createVirtualClock(0, { isEager: true });
    let calls = 0;
    const attempt = async (): Promise<number> => {
      if (++calls <= failures) throw new Error(`failure ${calls}`);
      return calls;
    };
    const result = await retry(attempt, () => isTemporary, { retryPolicy: policy, clock, random: () => 1 });
    return [result, clock.nowMs()];
  };

  it('goes on until it succeeds, waiting longer each time', async () => {
    expect(await run(0)).toEqual([1, 0]);
    expect(await run(3)).toEqual([4, 100 + 200 + 400]);
  });

  it('throws the last error when attempts run out, and a lasting one at once', async () => {
    await expect(run(4)).rejects.toThrow('failure 4');
    await expect(run(4, false)).rejects.toThrow('failure 1');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const attempt = async (): Promise<void> => {
      stop.abort();
      throw new Error('no');
    };
    const options = { retryPolicy: policy, clock: createVirtualClock(), signal: stop.signal };
    await expect(retry(attempt, () => true, options)).rejects.toThrow('no');
  });
});
