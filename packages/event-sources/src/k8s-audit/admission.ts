import type { JsonNode } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { Admission } from '../event-source.ts';
import { parseRfc3339 } from '../event-time.ts';
import type { Compatibility } from '../field.ts';
import { readStringOnly } from '../read-value.ts';

/**
 * Events need a readable `stageTimestamp`, spec sources-k8s-okta-github.md §A.1. `fixed` takes another time where that
 * is missing, as in the excerpts that log services make, and in the end that of reception.
 */
export function createAdmission(compatibility: Compatibility): Admission {
  return {
    paths: ['stageTimestamp', 'requestReceivedTimestamp', 'timestamp', 'metadata.creationTimestamp'].map(
      pathOf,
    ),
    admit([stage, received, timestamp, creation], receivedNs) {
      const timestampNs = readTime(stage);
      if (timestampNs !== undefined) return { timestampNs };
      if (compatibility === 'fixed')
        return { timestampNs: readTime(received) ?? readTime(timestamp) ?? readTime(creation) ?? receivedNs };
      return stage === undefined
        ? { reason: 'no-event-time', detail: 'stageTimestamp is missing' }
        : { reason: 'bad-event-time', detail: 'stageTimestamp is not an RFC 3339 time' };
    },
  };
}

function readTime(node: JsonNode | undefined): bigint | undefined {
  return parseRfc3339(readStringOnly(node) ?? '');
}
