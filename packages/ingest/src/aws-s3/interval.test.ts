import { describe, expect, it } from 'vitest';
import { formatStamp, isInInterval, parseInstant, parseInterval } from './interval.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16);

describe('parseInterval', () => {
  it.each([
    ['5d', '2026-11-19T12:00', undefined],
    ['2w-36h', '2026-11-10T12:00', '2026-11-23T00:00'],
    ['90m-0s', '2026-11-24T10:30', '2026-11-24T12:00'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04', undefined],
    ['2026-01-02T03:04:05Z-5d', '2026-01-02T03:04', '2026-11-19T12:00'],
    ['2026-01-01T00:00:00Z-2026-01-02T00:00:00Z', '2026-01-01T00:00', '2026-01-02T00:00'],
  ])('reads %s', (text, start, end) => {
    for (const compatibility of ['strict', 'fixed'] as const) {
      const interval = parseInterval(text, now, compatibility);
      expect([iso(interval?.startMs), iso(interval?.endMs)]).toEqual([start, end]);
    }
  });

  it.each(['5d - 2d', ' 5d', '5D', '5x', '-5d', '5d-', '2d-5d', '2026-01-01', 'now'])(
    'rejects %j in strict mode',
    (text) => {
      expect(() => parseInterval(text, now, 'strict')).toThrow();
    },
  );

  it('takes blanks around the dash in fixed mode, and no text as no interval', () => {
    expect(iso(parseInterval(' 5d - 2d ', now, 'fixed')?.endMs)).toBe('2026-11-22T12:00');
    expect(parseInterval('', now, 'strict')).toBeUndefined();
  });
});

describe('parseInstant', () => {
  it('takes a time with fraction and zone', () => {
    expect(iso(parseInstant('2026-01-02T03:04:05.5+01:00', now))).toBe('2026-01-02T02:04');
    expect(() => parseInstant('yesterday', now)).toThrow('invalid time "yesterday"');
  });
});

describe('isInInterval', () => {
  const interval = { startMs: Date.parse('2026-11-20T10:00:30Z'), endMs: Date.parse('2026-11-20T11:00:00Z') };
  it.each([
    ['a/1_CloudTrail_eu-west-1_20261120T1000Z_x.json.gz', true],
    ['a/1_CloudTrail_eu-west-1_20261120T1100Z_x.json.gz', true],
    ['a/1_CloudTrail_eu-west-1_20261120T0959Z_x.json.gz', false],
    ['a/1_CloudTrail_eu-west-1_20261120T1101Z_x.json.gz', false],
    ['a/anything.json', true],
  ])('%s: %s', (key, expected) => {
    expect(isInInterval(key, interval)).toBe(expected);
  });

  it('compares minutes', () => {
    expect(formatStamp(interval.startMs)).toBe('20261120T1000Z');
  });
});
