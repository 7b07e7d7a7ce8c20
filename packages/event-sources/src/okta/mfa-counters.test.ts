import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MfaCounters, MfaEvent } from './mfa-counters.ts';
import { createMfaCounters } from './mfa-counters.ts';

const limits = { maxUsers: 100, maxEventsPerUser: 200 };

function event(second: number, user = 'u', id = `${user}-${second}`): MfaEvent {
  return { kind: 'failure', user, id, timeNs: BigInt(second) * 1_000_000_000n };
}

function filled(compatibility: 'strict' | 'fixed', events: readonly MfaEvent[], given = limits): MfaCounters {
  const counters = createMfaCounters({ compatibility, ...given });
  for (const each of events) counters.add(each);
  return counters;
}

describe('counters', () => {
  it.each<[what: string, seconds: number[], at: number, window: bigint, strict: bigint, fixed: bigint]>([
    ['count the event itself', [100], 100, 10n, 1n, 1n],
    ['count what lies in the window', [100, 105, 110], 110, 10n, 2n, 2n],
    ['leave out what lies at its very start', [100, 110], 110, 10n, 1n, 1n],
    ['count what arrives late at its own time', [100, 110, 104], 110, 10n, 2n, 2n],
    [
      'give a late event what came before it; Falco counts what is later, too',
      [100, 110, 104],
      104,
      10n,
      3n,
      2n,
    ],
    ['count nothing in an empty window, but Falco what is later', [110, 100], 100, 0n, 1n, 0n],
    ['count one event once', [100, 100, 100], 100, 10n, 1n, 1n],
    ['wrap around in Falco where the window reaches before 1970', [100], 100, 1000n, 0n, 1n],
  ])('%s', (_what, seconds, at, window, strict, fixed) => {
    const events = seconds.map((second) => event(second));
    expect(filled('strict', events).countLast(event(at), window)).toBe(strict);
    expect(filled('fixed', events).countLast(event(at), window)).toBe(fixed);
  });

  it('tell events of one time apart by their id, as Falco does not', () => {
    const events = [event(100, 'u', 'a'), event(100, 'u', 'b')];
    expect(filled('fixed', events).countLast(event(100), 10n)).toBe(2n);
    expect(filled('strict', events).countLast(event(100), 10n)).toBe(1n);
  });

  it('keep users and kinds apart', () => {
    const counters = filled('fixed', [event(100), event(101, 'v'), { ...event(102), kind: 'deny' }]);
    expect(counters.countLast(event(103), 60n)).toBe(1n);
    expect(counters.countLast({ ...event(103), kind: 'deny' }, 60n)).toBe(1n);
  });

  it('drop the earliest event of a user who has too many; Falco drops the one that was added first', () => {
    const events = [event(105), event(100), event(101), event(102)];
    const few = { ...limits, maxEventsPerUser: 3 };
    expect(filled('fixed', events, few).countLast(event(105), 60n)).toBe(3n);
    expect(filled('fixed', events, few).countLast(event(100), 60n)).toBe(0n);
    expect(filled('strict', events, few).countLast(event(104), 5n)).toBe(3n);
  });

  it('forget the user heard of least recently', () => {
    const counters = filled('fixed', [event(1, 'a'), event(2, 'b'), event(3, 'a'), event(4, 'c')], {
      maxUsers: 2,
      maxEventsPerUser: 10,
    });
    expect([event(9, 'a'), event(9, 'b'), event(9, 'c')].map((at) => counters.countLast(at, 60n))).toEqual([
      2n,
      0n,
      1n,
    ]);
  });

  it('count the same whatever the order and however often events are given', () => {
    const seconds = fc.array(fc.integer({ min: 1000, max: 1100 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 120 }), (given, window) => {
        const events = given.map((second) => event(second));
        const inOrder = filled(
          'fixed',
          [...events].sort((left, right) => Number(left.timeNs - right.timeNs)),
        );
        const shuffled = filled('fixed', [...events, ...events].reverse());
        for (const each of events)
          expect(shuffled.countLast(each, BigInt(window))).toBe(inOrder.countLast(each, BigInt(window)));
      }),
    );
  });
});
