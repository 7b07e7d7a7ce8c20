// Intervals of time as the cloudtrail plugin takes them (spec/sources-aws.md §6.4), by names of objects.

import type { Compatibility } from '@windhover/pipeline';

/** A window of time, in ms since the epoch; without an end it goes on. */
export interface Interval {
  readonly startMs: number;
  readonly endMs?: number;
}

/** What was wrong with the text of an interval. */
export class IntervalError extends Error {
  override readonly name = 'IntervalError';
}

const unitMs: Readonly<Record<string, number>> = {
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
};
const instantPattern = String.raw`\d+[wdhms]|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z`;
const intervalPattern: Readonly<Record<Compatibility, RegExp>> = {
  strict: new RegExp(`^(${instantPattern})(?:-(${instantPattern}))?$`),
  fixed: new RegExp(String.raw`^\s*(${instantPattern})(?:\s*-\s*(${instantPattern}))?\s*$`),
};

/**
 * Read `START` or `START-END`, each an age such as `5d` or a time such as `2026-11-24T00:00:00Z`. Empty text is no
 * interval. Throws an `IntervalError`; `strict` takes no blanks.
 */
export function parseInterval(
  text: string,
  nowMs: number,
  compatibility: Compatibility,
): Interval | undefined {
  if (text === '') return undefined;
  const [, start, end] = intervalPattern[compatibility].exec(text) ?? [];
  if (start === undefined) throw new IntervalError(`invalid interval "${text}"`);
  const interval = {
    startMs: parseInstant(start, nowMs),
    ...(end !== undefined && { endMs: parseInstant(end, nowMs) }),
  };
  if (interval.endMs !== undefined && interval.endMs < interval.startMs) {
    throw new IntervalError(`the interval "${text}" ends before it starts`);
  }
  return interval;
}

/** Read an age such as `5d` or a time such as `2026-11-24T00:00:00Z`. Throws an `IntervalError`. */
export function parseInstant(text: string, nowMs: number): number {
  const [, count, unit] = /^(\d+)([wdhms])$/.exec(text) ?? [];
  const ms = count === undefined ? Date.parse(text) : nowMs - Number(count) * (unitMs[unit ?? ''] ?? NaN);
  if (Number.isNaN(ms) || (count === undefined && !/^\d{4}-\d{2}-\d{2}T/.test(text))) {
    throw new IntervalError(`invalid time "${text}"`);
  }
  return ms;
}

/** The minute as it stands in names of log files, `YYYYMMDDTHHMMZ`; comparing such texts compares times. */
export function formatStamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`;
}

/** The folder of a day, `YYYY/MM/DD/`. */
export function formatDayFolder(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}

const stampPattern = /_CloudTrail_[^_/]+_(\d{8}T\d{4}Z)_/;

/** Whether a key is of a log file in the interval; keys without a time in their name are. */
export function isInInterval(key: string, interval: Interval | undefined): boolean {
  const stamp = stampPattern.exec(key)?.[1];
  if (interval === undefined || stamp === undefined) return true;
  return (
    stamp >= formatStamp(interval.startMs) &&
    (interval.endMs === undefined || stamp <= formatStamp(interval.endMs))
  );
}
