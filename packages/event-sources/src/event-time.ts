// Event times: RFC 3339 as Go reads it, and the texts of the evt.* time fields. Nanoseconds since the epoch throughout.

import type { ByteString } from '@windhover/bytes';

const NS_PER_SECOND = 1_000_000_000n;
const SHAPE = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Read a time as Go's `time.Parse(time.RFC3339, …)` does: one-digit hours and decimal commas are accepted,
 * digits after the ninth are cut, lower-case `t`/`z`, blanks and missing zones are not.
 * The result wraps like Go's `UnixNano` for years outside 1678–2262.
 */
export function parseRfc3339(text: ByteString): bigint | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour = '', zoneMinute = ''] =
    match;
  const seconds = secondsSinceEpoch(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const offset = offsetSeconds(sign, Number(zoneHour), Number(zoneMinute));
  if (seconds === undefined || offset === undefined) return undefined;
  const nanoseconds = fraction === '' ? 0n : BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return BigInt.asIntN(64, BigInt(seconds - offset) * NS_PER_SECOND + nanoseconds);
}

/** `HH:MM:SS`, with `.nnnnnnnnn` unless `seconds` is asked for. */
export function formatTimeOfDay(ns: bigint, timeZone: string, precision: Precision): ByteString {
  return localText(ns, timeZone).slice(11) + fractionText(ns, precision);
}

/** `YYYY-MM-DD HH:MM:SS`, with `.nnnnnnnnn` unless `seconds` is asked for. */
export function formatDateTime(ns: bigint, timeZone: string, precision: Precision): ByteString {
  return localText(ns, timeZone) + fractionText(ns, precision);
}

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnn+0000`. Falco keeps times unsigned: those before 1970 show as 584 years later. */
export function formatIso8601(ns: bigint): ByteString {
  const unsigned = BigInt.asUintN(64, ns);
  return `${localText(unsigned, 'UTC').replace(' ', 'T')}${fractionText(unsigned, 'nanoseconds')}+0000`;
}

export type Precision = 'seconds' | 'nanoseconds';

/** Whole seconds, rounded down also before 1970. */
export function secondsPart(ns: bigint): bigint {
  return (ns - nanosecondsPart(ns)) / NS_PER_SECOND;
}

/** What is left of the second, 0 to 999,999,999. */
export function nanosecondsPart(ns: bigint): bigint {
  const rest = ns % NS_PER_SECOND;
  return rest < 0n ? rest + NS_PER_SECOND : rest;
}

function secondsSinceEpoch(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Go allows offsets of 24 hours and 60 minutes. */
function offsetSeconds(sign: string | undefined, hours: number, minutes: number): number | undefined {
  if (sign === undefined) return 0;
  if (hours > 24 || minutes > 60) return undefined;
  return (sign === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function fractionText(ns: bigint, precision: Precision): string {
  return precision === 'seconds' ? '' : `.${String(nanosecondsPart(ns)).padStart(9, '0')}`;
}

/** The second that was asked for last in each zone: the fields of one event ask for the same. */
const lastTexts = new Map<string, { readonly seconds: number; readonly text: string }>();

function localText(ns: bigint, timeZone: string): string {
  const seconds = Number(secondsPart(ns));
  const last = lastTexts.get(timeZone);
  if (last?.seconds === seconds) return last.text;
  const local = new Date((seconds + zoneOffset(seconds, timeZone)) * 1000);
  const text = local.toISOString().replace('T', ' ').slice(0, -5);
  lastTexts.set(timeZone, { seconds, text });
  return text;
}

/** Zone offsets change on the quarter of an hour at most, so one look-up serves all events of a quarter. */
const QUARTER = 900;
const MAX_CACHED_QUARTERS = 4096;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

function zoneOffset(seconds: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const quarter = Math.floor(seconds / QUARTER);
  const key = `${timeZone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size >= MAX_CACHED_QUARTERS) offsets.clear();
    offset = askOffset(quarter * QUARTER, timeZone);
    offsets.set(key, offset);
  }
  return offset;
}

function askOffset(seconds: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(seconds * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name);
  if (!match) return 0;
  return (
    (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0))
  );
}
