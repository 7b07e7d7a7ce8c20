import { describe, expect, it } from 'vitest';
import { createBatching } from './batching.ts';
import { createBoundedChannel } from './bounded-channel.ts';
import { createSemaphore } from './semaphore.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('createBoundedChannel', () => {
  it('hands on values in order and lets senders wait while it is full', async () => {
    const channel = createBoundedChannel<number>(1);
    const sent: number[] = [];
    for (const value of [1, 2, 3]) void channel.send(value).then(() => sent.push(value));
    await settle();
    expect(sent).toEqual([1]);
    const receiver = channel.receive();
    expect((await receiver.next()).value).toBe(1);
    await settle();
    expect(sent).toEqual([1, 2]);
    expect((await receiver.next()).value).toBe(2);
    expect((await receiver.next()).value).toBe(3);
  });

  it('ends or fails after what was sent, and takes no more', async () => {
    for (const error of [undefined, new Error('broken')]) {
      const channel = createBoundedChannel<number>(2);
      await channel.send(1);
      channel.close(error);
      expect(await channel.send(2)).toBe(false);
      const receiver = channel.receive();
      expect((await receiver.next()).value).toBe(1);
      if (error === undefined) expect((await receiver.next()).done).toBe(true);
      else await expect(receiver.next()).rejects.toThrow('broken');
    }
  });

  it('lets a sender go that waits when it is closed', async () => {
    const channel = createBoundedChannel<number>(1);
    await channel.send(1);
    const waiting = channel.send(2);
    channel.close();
    expect(await waiting).toBe(false);
  });
});

describe('createBatching', () => {
  it('makes a batch of what comes together and another of what comes meanwhile', async () => {
    const batches: string[] = [];
    const batching = createBatching<string>(3, async (items) => {
      batches.push(items.join(''));
      if (items.includes('a')) void batching.add('e');
      await settle();
      return new Map();
    });
    await Promise.all([...'abcd'].map((item) => batching.add(item)));
    await batching.drain();
    expect(batches).toEqual(['abc', 'de']);
  });

  it('tells each item its own failure, and all a common one', async () => {
    const batching = createBatching<string>(10, async (items) => {
      if (items.includes('x')) throw new Error('all');
      return new Map([[1, new Error('second')]]);
    });
    const results = await Promise.allSettled(['a', 'b'].map((item) => batching.add(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(batching.add('x')).rejects.toThrow('all');
    await expect(batching.add('a')).resolves.toBeUndefined();
  });
});

describe('createSemaphore', () => {
  it('grants in order, as much as there is', async () => {
    const semaphore = createSemaphore(3);
    const granted: string[] = [];
    const acquire = async (name: string, amount: number) => {
      const release = await semaphore.acquire(amount);
      granted.push(name);
      return release;
    };
    const a = acquire('a', 2);
    const b = acquire('b', 2);
    const c = acquire('c', 1);
    await settle();
    expect(granted).toEqual(['a']);
    (await a)();
    await settle();
    expect(granted).toEqual(['a', 'b', 'c']);
    (await b)();
    (await b)();
    (await c)();
    expect(semaphore.used).toBe(0);
    await semaphore.whenIdle();
  });

  it('counts more than there is as all there is', async () => {
    const semaphore = createSemaphore(3);
    const release = await semaphore.acquire(100);
    expect(semaphore.used).toBe(3);
    release();
    expect(semaphore.used).toBe(0);
  });
});
