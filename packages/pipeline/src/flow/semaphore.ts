/** Lets a bounded amount of something be in use at once; whoever asks for more waits, in order. */
export interface Semaphore {
  /** Resolves when `amount` is free. More than there is at all counts as all there is. */
  acquire(amount?: number): Promise<() => void>;
  /** How much is in use. */
  readonly used: number;
  /** Resolves when nothing is in use. */
  whenIdle(): Promise<void>;
}

/** A semaphore over `capacity` units. */
export function createSemaphore(capacity: number): Semaphore {
  const waiting: { amount: number; grant: () => void }[] = [];
  const idle: (() => void)[] = [];
  let used = 0;
  const grantNext = (): void => {
    for (let next = waiting[0]; next !== undefined && used + next.amount <= capacity; next = waiting[0]) {
      waiting.shift();
      used += next.amount;
      next.grant();
    }
    if (used === 0) for (const resolve of idle.splice(0)) resolve();
  };
  return {
    get used() {
      return used;
    },
    async acquire(amount = 1) {
      const taken = Math.min(amount, capacity);
      await new Promise<void>((grant) => {
        waiting.push({ amount: taken, grant });
        grantNext();
      });
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        used -= taken;
        grantNext();
      };
    },
    whenIdle: () => (used === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  };
}
