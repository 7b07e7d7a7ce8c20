import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeliveryRefusedError, type RenderedAlert, type Sink } from '@windhover/pipeline';
import { createAlert, createVirtualClock } from '@windhover/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSpooledSink, type SpoolOptions } from './sink.ts';

const going = new AbortController().signal;
let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'windhover-spool-'))));
afterEach(() => rmSync(directory, { recursive: true }));

/** The other side: takes alerts while `isUp`, and lets a test wait until it has some. */
function createOtherSide() {
  const received: string[] = [];
  const refused: string[] = [];
  const state = { isUp: true, refuses: (_id: string): boolean => false };
  let arrived = Promise.withResolvers<void>();
  const sink: Sink = {
    name: 'other_side',
    async deliver(alerts) {
      if (!state.isUp) throw new Error('away');
      if (alerts.some(({ alert }) => state.refuses(alert.id))) throw new DeliveryRefusedError('never');
      received.push(...alerts.map(({ alert }) => alert.id));
      arrived.resolve();
    },
    close: async () => undefined,
  };
  const has = async (count: number): Promise<string[]> => {
    while (received.length < count) {
      arrived = Promise.withResolvers();
      await arrived.promise;
    }
    return received;
  };
  const open = (options: Partial<SpoolOptions> = {}): Sink =>
    createSpooledSink(sink, {
      path: join(directory, 'spool.sqlite'),
      maxBytes: 1_000_000,
      batchSize: 2,
      clock: createVirtualClock(0, { isEager: true }),
      retryDelayMs: () => 1000,
      onRefused: async ({ alert }: RenderedAlert) => void refused.push(alert.id),
      onFailure: () => undefined,
      ...options,
    });
  return { state, received, refused, has, open };
}

describe('spooled sink', () => {
  it('takes alerts while the other side is away, and sends them in order when it is back', async () => {
    const other = createOtherSide();
    other.state.isUp = false;
    const sink = other.open();
    await sink.deliver(['a', 'b', 'c'].map(createAlert), going);
    expect(other.received).toEqual([]);
    other.state.isUp = true;
    expect(await other.has(3)).toEqual(['a', 'b', 'c']);
    await sink.close();
  });

  it('sends after a restart what was waiting, just as it was', async () => {
    const away = createOtherSide();
    away.state.isUp = false;
    const { alert, ...lines } = createAlert('a');
    const fields = new Map<string, unknown>([
      ['number', 2n ** 60n],
      ['absent', undefined],
      ['list', ['x', 1n]],
    ]) as typeof alert.outputFields;
    const whole = { ...lines, alert: { ...alert, timeNs: 1_700_000_000_123_456_789n, outputFields: fields } };
    const before = away.open();
    await before.deliver([whole], going);
    await before.close();

    const seen = Promise.withResolvers<RenderedAlert>();
    const keeping: Sink = {
      name: 'keeping',
      deliver: async ([first]) => seen.resolve(first!),
      close: async () => undefined,
    };
    const after = createSpooledSink(keeping, {
      path: join(directory, 'spool.sqlite'),
      maxBytes: 1000,
      batchSize: 1,
      clock: createVirtualClock(),
      retryDelayMs: () => 1000,
      onRefused: async () => undefined,
      onFailure: () => undefined,
    });
    expect(await seen.promise).toEqual(whole);
    await after.close();
  });

  it('gives the very same alerts again after a failure, so that the sink knows which it has', async () => {
    const attempts: RenderedAlert[][] = [];
    const sentAgain = Promise.withResolvers<void>();
    const failingOnce: Sink = {
      name: 'failing_once',
      async deliver(alerts) {
        attempts.push([...alerts]);
        if (attempts.length === 1) throw new Error('half of them');
        sentAgain.resolve();
      },
      close: async () => undefined,
    };
    const sink = createSpooledSink(failingOnce, {
      path: join(directory, 'spool.sqlite'),
      maxBytes: 1000,
      batchSize: 2,
      clock: createVirtualClock(0, { isEager: true }),
      retryDelayMs: () => 1,
      onRefused: async () => undefined,
      onFailure: () => undefined,
    });
    await sink.deliver(['a', 'b'].map(createAlert), going);
    await sentAgain.promise;
    expect(attempts[1]![0]).toBe(attempts[0]![0]);
    await sink.close();
  });

  it('makes the pipeline wait when it is full, until there is room', async () => {
    const other = createOtherSide();
    other.state.isUp = false;
    const sink = other.open({ maxBytes: 10 });
    await sink.deliver([createAlert('a')], going);
    let isTaken = false;
    const waiting = sink.deliver([createAlert('b')], going).then(() => (isTaken = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isTaken).toBe(false);
    other.state.isUp = true;
    await waiting;
    expect(await other.has(2)).toEqual(['a', 'b']);
    await sink.close();
  });

  it('gives up waiting for room when the pipeline does', async () => {
    const other = createOtherSide();
    other.state.isUp = false;
    const sink = other.open({ maxBytes: 10 });
    await sink.deliver([createAlert('a')], going);
    const stop = new AbortController();
    const waiting = sink.deliver([createAlert('b')], stop.signal);
    stop.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
    await sink.close();
  });

  it('puts aside what is refused and sends the rest', async () => {
    const other = createOtherSide();
    other.state.refuses = (id) => id === 'b';
    const sink = other.open();
    await sink.deliver(['a', 'b', 'c'].map(createAlert), going);
    expect(await other.has(2)).toEqual(['a', 'c']);
    expect(other.refused).toEqual(['b']);
    await sink.close();
  });
});
