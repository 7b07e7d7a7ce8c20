import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDateTime,
  formatIso8601,
  formatTimeOfDay,
  nanosecondsPart,
  parseRfc3339,
  secondsPart,
} from './event-time.ts';

describe('parseRfc3339', () => {
  it.each<[text: string, ns: bigint]>([
    ['1970-01-01T00:00:00Z', 0n],
    ['2024-05-01T10:00:00Z', 1714557600000000000n],
    ['2024-05-01T10:00:00.5Z', 1714557600500000000n],
    ['2024-05-01T10:00:00,25Z', 1714557600250000000n],
    ['2024-05-01T10:00:00.1234567899Z', 1714557600123456789n],
    ['2024-05-01T12:30:00+02:30', 1714557600000000000n],
    ['2024-04-30T10:00:00-24:00', 1714557600000000000n],
    ['2024-05-01T1:00:00Z', 1714525200000000000n],
    ['2024-02-29T00:00:00Z', 1709164800000000000n],
    ['1969-12-31T23:59:59.5Z', -500000000n],
    ['0001-01-01T00:00:00Z', -6795364578871345152n],
  ])('reads %s', (text, ns) => expect(parseRfc3339(text)).toBe(ns));

  it.each([
    '',
    '2024-05-01',
    '2024-05-01 10:00:00Z',
    '2024-05-01t10:00:00Z',
    '2024-05-01T10:00:00z',
    '2024-05-01T10:00:00',
    '2024-05-01T10:00:00+0200',
    '2024-05-01T10:00:00+02',
    '2024-05-01T10:00:00.Z',
    '2024-05-01T24:00:00Z',
    '2024-05-01T10:60:00Z',
    '2024-05-01T10:00:60Z',
    '2024-05-01T10:00:00+25:00',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-5-01T10:00:00Z',
    ' 2024-05-01T10:00:00Z',
    '2024-05-01T10:00:00Z ',
    '2024-05-01T10:00Z',
  ])('does not read %j', (text) => expect(parseRfc3339(text)).toBeUndefined());

  it('agrees with Date on what both read', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1700-01-01'), max: new Date('2260-01-01'), noInvalidDate: true }),
        (date) => {
          expect(parseRfc3339(date.toISOString())).toBe(BigInt(date.getTime()) * 1_000_000n);
        },
      ),
    );
  });
});

describe('texts of a time', () => {
  const ns = 1714557600000000789n;

  it('shows date and time of day in UTC', () => {
    expect(formatTimeOfDay(ns, 'UTC', 'nanoseconds')).toBe('10:00:00.000000789');
    expect(formatTimeOfDay(ns, 'UTC', 'seconds')).toBe('10:00:00');
    expect(formatDateTime(ns, 'UTC', 'nanoseconds')).toBe('2024-05-01 10:00:00.000000789');
    expect(formatDateTime(ns, 'UTC', 'seconds')).toBe('2024-05-01 10:00:00');
    expect(formatIso8601(ns)).toBe('2024-05-01T10:00:00.000000789+0000');
    expect(formatIso8601(-315619200000000000n)).toBe('2544-07-20T23:34:33.709551616+0000');
  });

  it.each<[timeZone: string, time: string, local: string]>([
    ['Europe/Berlin', '2024-05-01T10:00:00Z', '2024-05-01 12:00:00'],
    ['Europe/Berlin', '2024-03-31T00:59:59Z', '2024-03-31 01:59:59'],
    ['Europe/Berlin', '2024-03-31T01:00:00Z', '2024-03-31 03:00:00'],
    ['America/New_York', '2024-05-01T03:00:00Z', '2024-04-30 23:00:00'],
    ['Asia/Kathmandu', '2024-05-01T10:00:00Z', '2024-05-01 15:45:00'],
    ['GMT', '2024-05-01T10:00:00Z', '2024-05-01 10:00:00'],
  ])('in %s %s is %s', (timeZone, time, local) => {
    expect(formatDateTime(parseRfc3339(time) as bigint, timeZone, 'seconds')).toBe(local);
  });

  it('counts parts from the second below, also before 1970', () => {
    expect(secondsPart(-1n)).toBe(-1n);
    expect(nanosecondsPart(-1n)).toBe(999_999_999n);
    expect(secondsPart(2_000_000_001n)).toBe(2n);
    expect(nanosecondsPart(2_000_000_001n)).toBe(1n);
  });
});
