import { decodeByteString } from '@windhover/bytes';
import { formatAlertJson, type Alert } from '@windhover/engine';
import { parseExact } from './json-exact.ts';

/** An alert as Falco's JSON says it, digits exact. */
export interface PlainAlert {
  readonly output: string;
  readonly output_fields: Readonly<Record<string, unknown>>;
  readonly priority: string;
  readonly rule: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly time: string;
}

/** The alert line of a run with JSON output and ISO times, read back. */
export function toPlainAlert(alert: Alert): PlainAlert {
  const line = formatAlertJson(alert, {
    hostname: 'HOST',
    timeZone: 'UTC',
    timeFormatIso8601: true,
    includeOutput: true,
    includeOutputFields: true,
    includeTags: true,
    includeMessage: false,
  });
  return parseExact(line) as PlainAlert;
}

export function messageOf(alert: Alert): string {
  return decodeByteString(alert.message);
}
