// What every record has, spec sources-azure.md §3.1.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { FieldDeclaration } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import { findEventTime } from './azure-time.ts';
import { loosen } from './find-loosely.ts';
import { declareComputed, declareHeader, declareText, declareUint64, textAt } from './declare-azure-field.ts';
import {
  findForm,
  isActivity,
  isActivityCategory,
  isEntraForm,
  readCategory,
  readOperation,
} from './record-form.ts';
import { lowerCase } from './lower-case.ts';
import { parseResourceId, readResourceId } from './resource-id.ts';
import { readResult, readResultWord } from './result.ts';

function lastSegment(operation: ByteString): ByteString | undefined {
  const slash = operation.lastIndexOf('/');
  return slash < 0 ? undefined : lowerCase(operation.slice(slash + 1)) || undefined;
}

/** The id of the event; `properties.id` is one in Entra's records only, elsewhere it names a thing. */
export function readEventId(root: JsonNode): ByteString | undefined {
  const eventDataId = textAt(root, 'properties.eventDataId', 'eventDataId');
  if (eventDataId !== undefined) return eventDataId;
  return textAt(root, ...(isEntraForm(findForm(root)) ? ['properties.id', 'id'] : ['id']));
}

function readEventCategory(root: JsonNode): ByteString | undefined {
  const named = textAt(root, 'properties.eventCategory');
  if (named !== undefined) return named;
  const category = readCategory(root);
  return category !== undefined && isActivityCategory(category) ? category : undefined;
}

function readDisplayName(root: JsonNode): ByteString | undefined {
  const localized = textAt(root, 'operationName.localizedValue');
  return (
    localized ??
    (textAt(root, 'operationNameValue') === undefined ? undefined : textAt(root, 'operationName'))
  );
}

const TENANT_CLAIM = 'http://schemas.microsoft.com/identity/claims/tenantid';

/** Log Analytics has the workspace in `TenantId`. */
export function readTenantId(root: JsonNode): ByteString | undefined {
  const isRow = textAt(root, 'timeGenerated') !== undefined;
  const named = textAt(root, 'aadTenantId', ...(isRow ? [] : ['tenantId']));
  if (named !== undefined) return named;
  const claimed = textAt(root, ['identity', 'claims', TENANT_CLAIM], ['claims', TENANT_CLAIM]);
  return claimed ?? parseResourceId(readResourceId(root) ?? '').tenant;
}

export const commonFields: readonly FieldDeclaration[] = [
  declareField({
    name: 'azure.form',
    description:
      'Form of the record: `activity`, `activity_la`, `activity_rest`, `entra_signin`, `entra_audit`, `entra_risk`, `entra_other` or `resource`.',
    paths: ['category', 'operationName', []],
    read([category, operation, root]) {
      if (isActivity(readStringOnly(category) ?? '', readStringOnly(operation) ?? '')) return 'activity';
      return root?.kind === 'object' ? findForm(loosen(root)) : undefined;
    },
  }),
  declareComputed({
    name: 'azure.time',
    description: 'Time of the event, as the record writes it.',
    read: (root) => findEventTime(root)?.text,
  }),
  declareComputed({ name: 'azure.id', description: 'Unique id of the event.', read: readEventId }),
  declareHeader({
    name: 'azure.category',
    description: 'Category of the record: `Administrative`, `SignInLogs`, `AuditEvent` …',
    member: 'category',
    read: (usual, root) => usual ?? readCategory(root),
  }),
  declareComputed({
    name: 'azure.eventCategory',
    description:
      'Category in the Activity Log, also where an old export says `Write`, `Delete` or `Action` instead.',
    read: readEventCategory,
  }),
  declareHeader({
    name: 'azure.operationName',
    description: 'Operation, as the record writes it.',
    member: 'operationName',
    read: (usual, root) => usual ?? readOperation(root),
  }),
  declareHeader({
    name: 'azure.operation',
    description: 'Operation in lower case: exports of the Activity Log write it in capitals.',
    member: 'operationName',
    read: (usual, root) => lowerCase(usual ?? readOperation(root) ?? '') || undefined,
  }),
  declareHeader({
    name: 'azure.operation.action',
    description:
      'Last part of the operation: `write`, `delete`, `action`, `read` … No value for operations without parts.',
    member: 'operationName',
    read: (usual, root) => lastSegment(usual ?? readOperation(root) ?? ''),
  }),
  declareComputed({
    name: 'azure.operation.display',
    description: 'Operation in words, where the record also has it as a name.',
    read: readDisplayName,
  }),
  declareText('azure.operationVersion', 'Version of the API that was called.', 'operationVersion'),
  declareText('azure.level', 'Level: `Information`, `Warning`, `Error`, `Critical`, or a number.', 'level'),
  declareText(
    'azure.resultType',
    'Result, as the record writes it.',
    'resultType',
    'activityStatusValue',
    'activityStatus',
    'status.value',
    'evt.outcome',
  ),
  declareHeader({
    name: 'azure.result',
    description:
      'Result in one of five words: `success`, `failure`, `start`, `accept` (taken on, not done yet), `other`.',
    member: 'resultType',
    read: (usual, root) => readResultWord(usual ?? '') ?? readResult(root),
  }),
  declareText(
    'azure.resultSignature',
    'Details of the result, often an HTTP status.',
    'resultSignature',
    'activitySubstatusValue',
    'subStatus.value',
  ),
  declareText(
    'azure.resultDescription',
    'What the result is about, in words.',
    'resultDescription',
    'description',
    'properties.statusMessage',
  ),
  declareText(
    'azure.statusCode',
    'HTTP status as a word or number: `Created`, `Forbidden`, `403` …',
    'properties.statusCode',
    'statusCode',
  ),
  declareText('azure.message', 'Message of the record.', 'properties.message'),
  declareUint64('azure.durationMs', 'Duration of the operation in milliseconds.', 'durationMs'),
  declareText('azure.correlationId', 'Id that all records of one operation share.', 'correlationId'),
  declareText(
    'azure.operationId',
    'Id of the operation that the record is part of.',
    'operationId',
    'properties.operationId',
  ),
  declareComputed({ name: 'azure.tenantId', description: 'Id of the Entra tenant.', read: readTenantId }),
  declareText('azure.properties', 'All properties, as JSON text.', 'properties', 'properties_d'),
  declareText('azure.identity', 'Who did it, as JSON text or, in older records, as a name.', 'identity'),
];
