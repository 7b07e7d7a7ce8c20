import type { RenderedAlert, Sink } from '@windhover/pipeline';
import { createAlert } from '@windhover/testkit';
import { describe, expect, it } from 'vitest';
import { createSuppressingSink, type SuppressionOptions } from './suppress-alerts.ts';

const going = new AbortController().signal;

function createAt(id: string, seconds: number, user = 'bob'): RenderedAlert {
  const { alert, ...lines } = createAlert(id);
  const outputFields = new Map([['user', user]]) as unknown as typeof alert.outputFields;
  return { ...lines, alert: { ...alert, timeNs: BigInt(seconds) * 1_000_000_000n, outputFields } };
}

function start(options: Partial<SuppressionOptions> = {}, failures = 0) {
  const received: string[] = [];
  const suppressed: [string, number][] = [];
  const inner: Sink = {
    name: 'inner',
    async deliver(alerts) {
      if (failures-- > 0) throw new Error('away');
      received.push(...alerts.map(({ alert }) => alert.id));
    },
    close: async () => undefined,
  };
  const sink = createSuppressingSink(inner, {
    key: ['rule', 'user'],
    windowMs: 60_000,
    maxKeys: 100,
    onSuppressed: (key, count) => void suppressed.push([key, count]),
    ...options,
  });
  return { sink, received, suppressed };
}

describe('suppressing sink', () => {
  it('lets the first alert of a key pass and tells how many were held back when the window ends', async () => {
    const { sink, received, suppressed } = start();
    await sink.deliver([createAt('1', 0), createAt('2', 59), createAt('3', 30)], going);
    expect([received, suppressed]).toEqual([['1'], []]);
    await sink.deliver([createAt('4', 60)], going);
    expect([received, suppressed]).toEqual([['1', '4'], [['Line says alert\0bob', 2]]]);
  });

  it('keeps keys apart', async () => {
    const { sink, received } = start();
    await sink.deliver([createAt('1', 0), createAt('2', 0, 'alice'), createAt('3', 0, 'alice')], going);
    expect(received).toEqual(['1', '2']);
  });

  it('lets alerts pass again that were not delivered, and counts nothing twice', async () => {
    const { sink, received, suppressed } = start({}, 1);
    const alerts = [createAt('1', 0), createAt('2', 1)];
    await expect(sink.deliver(alerts, going)).rejects.toThrow('away');
    await sink.deliver(alerts, going);
    await sink.close();
    expect([received, suppressed]).toEqual([['1'], [['Line says alert\0bob', 1]]]);
  });

  it('forgets the oldest key when there are too many: an alert too much, never one too few', async () => {
    const { sink, received, suppressed } = start({ maxKeys: 2 });
    await sink.deliver(
      [
        createAt('1', 0, 'a'),
        createAt('2', 0, 'a'),
        createAt('3', 0, 'b'),
        createAt('4', 0, 'c'),
        createAt('5', 0, 'a'),
      ],
      going,
    );
    expect(received).toEqual(['1', '3', '4', '5']);
    expect(suppressed).toEqual([['Line says alert\0a', 1]]);
  });

  it('tells at its end what was held back', async () => {
    const { sink, suppressed } = start({ key: ['priority', 'source'] });
    await sink.deliver([createAt('1', 0), createAt('2', 1)], going);
    await sink.close();
    expect(suppressed).toEqual([['Warning\0lines', 1]]);
  });
});
