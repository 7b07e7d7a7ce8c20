import type { JsonNode } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { Admission } from '../event-source.ts';
import { parseRfc3339 } from '../event-time.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';

/**
 * Everything is an event, spec sources-gcp.md §1. To `strict` it happened when it was received (defect G5); `fixed`
 * takes the time of the log entry.
 */
export function createAdmission(compatibility: Compatibility): Admission {
  if (compatibility === 'strict')
    return { paths: [], takesText: true, admit: (_nodes, receivedNs) => ({ timestampNs: receivedNs }) };
  return {
    paths: [pathOf('timestamp'), pathOf('receiveTimestamp')],
    admit: ([timestamp, receiveTimestamp], receivedNs) => ({
      timestampNs: readTime(timestamp) ?? readTime(receiveTimestamp) ?? receivedNs,
    }),
  };
}

function readTime(node: JsonNode | undefined): bigint | undefined {
  return parseRfc3339(readStringOnly(node) ?? '');
}
