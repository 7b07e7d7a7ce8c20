import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { findPath, objectMembers } from '@windhover/json';
import type { Admission } from '../event-source.ts';
import { readStringOnly } from '../read-value.ts';
import { findEventTime, parseAzureTime } from './azure-time.ts';
import { loosen } from './find-loosely.ts';

/** One of these makes an object a record; the last two are those of Graph's Identity Protection. */
const marks = new Set<ByteString>([
  'operationname',
  'operationnamevalue',
  'category',
  'activitydisplayname',
  'createddatetime',
  'riskeventtype',
  'risklastupdateddatetime',
]);

/** Whether an object is a record at all, spec sources-azure.md §1. Datadog's export has the operation in `evt`. */
export function isAzureRecord(root: JsonNode): boolean {
  const hasMark = objectMembers(root).some(({ name }) => marks.has(name.toLowerCase()));
  return hasMark || findPath(root, ['evt', 'name']) !== undefined;
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
  return ns ?? (root && findEventTime(loosen(root))?.ns);
}
