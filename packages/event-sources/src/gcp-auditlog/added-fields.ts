// Fields that Falco's plugin lacks, spec sources-gcp.md §2.1.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember, findPath } from '@windhover/json';
import { declareField, declareFlag, declareText } from '../declare-field.ts';
import type { FieldDeclaration } from '../field.ts';
import { readStringOnly, readText, readUint64 } from '../read-value.ts';
import { policyDeltaParts } from './policy-delta.ts';
import { readStructure } from './read-structure.ts';

type Node = JsonNode | undefined;

function declareStructure(name: string, path: ByteString, description: string): FieldDeclaration {
  return declareField({ name, description, paths: [path], read: ([node]) => readStructure(node) });
}

function declareList(
  name: string,
  path: ByteString,
  description: string,
  readElement: (element: JsonNode) => ByteString | undefined,
): FieldDeclaration {
  return declareField({
    name,
    description,
    isList: true,
    paths: [path],
    read([array]) {
      const values = array ? arrayElements(array).map(readElement) : [];
      const found = values.filter((value) => value !== undefined);
      return found.length === 0 ? undefined : found;
    },
  });
}

/** The id of a folder or organisation: a label of the resource, or part of the log's name. */
function declareOwner(name: string, label: ByteString, part: RegExp, description: string): FieldDeclaration {
  return declareField({
    name,
    description,
    paths: [`resource.labels.${label}`, 'logName'],
    read: ([node, logName]) => readText(node) ?? part.exec(readStringOnly(logName) ?? '')?.[1],
  });
}

function readPermission(element: JsonNode): ByteString | undefined {
  return readStringOnly(findMember(element, 'permission'));
}

/** JSON form of protocol buffers leaves `granted` out when it is false. */
function readDenied(element: JsonNode): ByteString | undefined {
  return findMember(element, 'granted')?.kind === 'true' ? undefined : readPermission(element);
}

function readDelegate(element: JsonNode): ByteString | undefined {
  const email = findPath(element, ['firstPartyPrincipal', 'principalEmail']);
  return readStringOnly(email) ?? readStringOnly(findMember(element, 'principalSubject'));
}

/** 64-bit numbers are strings in the JSON form of protocol buffers. */
function readCount(node: Node): bigint | undefined {
  const text = readStringOnly(node);
  if (text === undefined) return readUint64(node);
  return /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

export const addedFields: readonly FieldDeclaration[] = [
  declareText('gcp.insertId', 'insertId', 'Id of the log entry.'),
  declareText('gcp.logName', 'logName', 'Name of the log.'),
  declareField({
    name: 'gcp.logType',
    description: '`activity`, `data_access`, `system_event`, `policy` or `access_transparency`.',
    paths: ['logName'],
    read: ([logName]) => /%2[Ff]([^/%]*)$/.exec(readStringOnly(logName) ?? '')?.[1],
  }),
  declareText('gcp.severity', 'severity', 'Severity of the log entry.'),
  declareField({
    name: 'gcp.status.code',
    description: 'Status of the request: 0 for success, else an error code such as 7, permission denied.',
    type: 'uint64',
    paths: ['protoPayload', 'protoPayload.status.code'],
    read: ([payload, code]) => payload && (readUint64(code) ?? 0n),
  }),
  declareText('gcp.status.message', 'protoPayload.status.message', 'What went wrong, in words.'),
  declareStructure('gcp.response', 'protoPayload.response', 'The response, as JSON text.'),
  declareStructure('gcp.metadata', 'protoPayload.metadata', 'Details that the service adds, as JSON text.'),
  declareStructure(
    'gcp.serviceData',
    'protoPayload.serviceData',
    'Older form of such details, as JSON text.',
  ),
  declareText(
    'gcp.user.subject',
    'protoPayload.authenticationInfo.principalSubject',
    'Subject of the caller, e.g. `serviceAccount:…` or a workforce identity.',
  ),
  declareList(
    'gcp.user.delegation',
    'protoPayload.authenticationInfo.serviceAccountDelegationInfo',
    'Chain of identities through which a service account was used.',
    readDelegate,
  ),
  declareText(
    'gcp.user.keyName',
    'protoPayload.authenticationInfo.serviceAccountKeyName',
    'Key by which a service account signed in.',
  ),
  declareList(
    'gcp.permissions',
    'protoPayload.authorizationInfo',
    'Permissions that were checked.',
    readPermission,
  ),
  declareList(
    'gcp.permissions.denied',
    'protoPayload.authorizationInfo',
    'Permissions that were checked and not granted.',
    readDenied,
  ),
  ...policyDeltaParts,
  declareOwner('gcp.folderId', 'folder_id', /^folders\/([^/]+)\//, 'Folder that the entry belongs to.'),
  declareOwner(
    'gcp.organizationId',
    'organization_id',
    /^organizations\/([^/]+)\//,
    'Organisation that the entry belongs to.',
  ),
  declareText('gcp.operation.id', 'operation.id', 'Id shared by the entries of a long-running operation.'),
  declareFlag('gcp.operation.first', 'operation.first', 'Whether this is the first entry of an operation.'),
  declareFlag('gcp.operation.last', 'operation.last', 'Whether this is the last entry of an operation.'),
  declareField({
    name: 'gcp.numResponseItems',
    description: 'How many items a list or query returned.',
    type: 'uint64',
    paths: ['protoPayload.numResponseItems'],
    read: ([count]) => readCount(count),
  }),
  declareText(
    'gcp.violationReason',
    'protoPayload.metadata.violationReason',
    'Why VPC Service Controls denied the request.',
  ),
];
