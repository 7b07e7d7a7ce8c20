// Event times as Azure's services, exports and portals write them, spec sources-azure.md §1.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { parseRfc3339 } from '../event-time.ts';
import { textAt } from './declare-azure-field.ts';

const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d{1,9})?(?: ?([Zz]|[+-]\d\d:?\d\d))?$/;
const AMERICAN =
  /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d)(\.\d{1,9})?(?: ([AaPp])[Mm])?(?: ?([Zz]|[+-]\d\d:\d\d))?$/;

/**
 * ISO 8601, or month/day/year with a 12 or 24 hour clock; a time without zone is UTC. Undefined for anything else,
 * dates that do not exist included.
 */
export function parseAzureTime(text: ByteString): bigint | undefined {
  const iso = ISO.exec(text);
  if (iso) {
    const [, date, time, fraction = '', zone] = iso;
    return parseRfc3339(`${date}T${time}${fraction}${normaliseZone(zone)}`);
  }
  const american = AMERICAN.exec(text);
  if (!american) return undefined;
  const [, month = '', day = '', year, hour = '', minute, second, fraction = '', half, zone] = american;
  const hours = half === undefined ? Number(hour) : readHalfDayHour(Number(hour), half);
  if (hours === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseRfc3339(
    `${date}T${String(hours).padStart(2, '0')}:${minute}:${second}${fraction}${normaliseZone(zone)}`,
  );
}

function normaliseZone(zone = 'Z'): string {
  return zone.toUpperCase().replace(/^(...)(\d\d)$/, '$1:$2');
}

function readHalfDayHour(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Where the time stands, the surest first. */
const timeRoutes = [
  'time',
  'eventTimestamp',
  'timeGenerated',
  'timestamp',
  'properties.activityDateTime',
  'properties.createdDateTime',
  'activityDateTime',
  'createdDateTime',
  'detectedDateTime',
  'riskLastUpdatedDateTime',
];

/** The event time of a record: the first readable one, with its text. */
export interface AzureTime {
  readonly text: ByteString;
  readonly ns: bigint;
}

export function findEventTime(root: JsonNode): AzureTime | undefined {
  for (const route of timeRoutes) {
    const text = textAt(root, route);
    const ns = text === undefined ? undefined : parseAzureTime(text);
    if (text !== undefined && ns !== undefined) return { text, ns };
  }
  return undefined;
}
