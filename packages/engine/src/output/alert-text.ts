import { decodeByteString, type ByteString } from '@windhover/bytes';
import { formatIso8601, formatTimeOfDay } from '@windhover/event-sources';
import type { Alert } from '../alert.ts';

export interface AlertTimeOptions {
  /** `time_format_iso_8601`: UTC date and time instead of the local time of day. */
  readonly timeFormatIso8601: boolean;
  /** IANA name of the time zone of the local time. */
  readonly timeZone: string;
}

/**
 * The line of an alert with `json_output: false`, without line break, spec outputs.md §3: escaped like a JSON
 * string, so that it is one line whatever the event holds.
 */
export function formatAlertText(alert: Alert, options: AlertTimeOptions): string {
  return JSON.stringify(decodeByteString(formatAlertLine(alert, options))).slice(1, -1);
}

/** `<time>: <Priority> <message>`, unescaped: the value of `output` in JSON. */
export function formatAlertLine(alert: Alert, { timeFormatIso8601, timeZone }: AlertTimeOptions): ByteString {
  const time = timeFormatIso8601
    ? formatIso8601(alert.timeNs)
    : formatTimeOfDay(alert.timeNs, timeZone, 'nanoseconds');
  return `${time}: ${alert.priority} ${alert.message}`;
}
