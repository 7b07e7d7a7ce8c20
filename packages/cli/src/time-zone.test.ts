import { describe, expect, it } from 'vitest';
import { fixOffset, resolveTimeZone } from './time-zone.ts';

describe('the zone of TZ', () => {
  it.each([
    ['UTC', 'UTC'],
    ['Europe/Rome', 'Europe/Rome'],
    [':Europe/Rome', 'Europe/Rome'],
    ['', 'UTC'],
    ['Nowhere/City', 'UTC'],
    ['CET-1CEST,M3.5.0,M10.5.0/3', 'Etc/GMT-1'],
    ['XYZ5', 'Etc/GMT+5'],
    ['<+03>-3', 'Etc/GMT-3'],
    ['XYZ99', 'UTC'],
  ])('%j is %s', (tz, zone) => {
    expect(resolveTimeZone(tz)).toBe(zone);
  });

  it('is that of the system when unset', () => {
    expect(resolveTimeZone(undefined)).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it.each([
    ['Europe/Rome', '2026-11-24', '+01:00'],
    ['Europe/Rome', '2026-07-01', '+02:00'],
    ['America/New_York', '2026-11-24', '-05:00'],
    ['Asia/Kolkata', '2026-11-24', '+05:30'],
    ['Etc/GMT-3', '2026-11-24', '+03:00'],
    ['UTC', '2026-11-24', 'UTC'],
  ])('%s on %s is %s', (zone, date, offset) => {
    expect(fixOffset(zone, Date.parse(date))).toBe(offset);
  });
});
