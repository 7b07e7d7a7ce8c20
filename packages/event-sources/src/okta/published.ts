import type { JsonNode } from '@windhover/json';
import { parseRfc3339 } from '../event-time.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';

/** What Go makes of its zero time in nanoseconds, which do not reach back to the year 1. */
const ZERO_TIME_NS = -6_795_364_578_871_345_152n;

/** The time of an event, ns since the epoch. An unreadable one is undefined, in `strict` what Falco's plugin has for it. */
export function readPublished(
  published: JsonNode | undefined,
  compatibility: Compatibility,
): bigint | undefined {
  const timeNs = parseRfc3339(readStringOnly(published) ?? '');
  return timeNs ?? (compatibility === 'strict' ? ZERO_TIME_NS : undefined);
}
