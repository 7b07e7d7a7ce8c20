import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import type { Admission } from '../event-source.ts';
import { readStringOnly } from '../read-value.ts';
import { findEventTime, parseAzureTime } from './azure-time.ts';
import { findLoosely } from './find-loosely.ts';

/** One of these makes an object a record; the last three are those of Graph's Identity Protection and of Datadog's export. */
const marks: readonly JsonPath[] = [
  ['operationName'],
  ['category'],
  ['operationNameValue'],
  ['activityDisplayName'],
  ['createdDateTime'],
  ['riskEventType'],
  ['riskLastUpdatedDateTime'],
  ['evt', 'name'],
];

/** Whether an object is a record at all, spec sources-azure.md §1. */
export function isAzureRecord(root: JsonNode): boolean {
  return root.kind === 'object' && marks.some((path) => findLoosely(root, path) !== undefined);
}

/** Records without a readable time happened when they were received. */
export const admission: Admission = {
  paths: [['time'], ['operationName'], ['category'], []],
  admit([time, operationName, category, root], receivedNs) {
    const isRecord = operationName !== undefined || category !== undefined || (root && isAzureRecord(root));
    if (!isRecord) return { reason: 'not-a-record', detail: 'neither an operation nor a category' };
    return { timestampNs: readTime(readStringOnly(time), root) ?? receivedNs };
  },
};

function readTime(time: ByteString | undefined, root: JsonNode | undefined): bigint | undefined {
  const ns = time === undefined ? undefined : parseAzureTime(time);
  return ns ?? (root && findEventTime(root)?.ns);
}
