import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import type { EventSource } from '../event-source.ts';
import { findEventTime } from './azure-time.ts';
import { readEventId } from './common-fields.ts';
import { textAt } from './declare-azure-field.ts';
import { loosen } from './find-loosely.ts';
import { readCategory, readOperation } from './record-form.ts';
import { readResourceId } from './resource-id.ts';

/**
 * What names an event across redeliveries, spec sources-azure.md §5. An id is not enough: risk records have that of the
 * user, and a sign-in is logged again when its state changes. Without id, the Activity Log's records are told apart by
 * operation, resource, result and time; everything else is hashed.
 */
export const identity: EventSource['identity'] = {
  paths: [[]],
  read: ([root]) => (root?.kind === 'object' ? nameEvent(loosen(root)) : undefined),
};

function nameEvent(root: JsonNode): ByteString | undefined {
  const time = findEventTime(root)?.text;
  const result = textAt(root, 'resultType', 'activityStatusValue', 'status.value');
  const id = readEventId(root);
  if (id !== undefined) return joined(id, readCategory(root), time, result);
  const correlationId = textAt(root, 'correlationId');
  const operation = readOperation(root);
  if (correlationId === undefined || operation === undefined || time === undefined) return undefined;
  return joined(correlationId, operation, readResourceId(root), result, time);
}

function joined(...parts: readonly (ByteString | undefined)[]): ByteString {
  return JSON.stringify(parts.map((part) => part ?? null));
}
