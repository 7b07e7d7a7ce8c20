// Who signed in or made the change.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { textAt } from './declare-azure-field.ts';
import { openEntraRecord, type EntraRecord } from './entra-record.ts';
import { readCategory } from './record-form.ts';

/** `entra.user` of any record; undefined for records that are not Entra's. */
export function readEntraUser(root: JsonNode): ByteString | undefined {
  const record = openEntraRecord(root);
  return record && readUserOf(record);
}

/** The person, or else the application. Managed identities go by the name of their application. */
export function readUserOf(record: EntraRecord): ByteString | undefined {
  const { root, body, form } = record;
  if (form === 'entra_audit') return textAt(body, ...auditRoutes) ?? textAt(root, 'identity');
  const named = textAt(body, 'userPrincipalName', 'servicePrincipalName');
  const application =
    named === undefined && readInitiatorType(record) === 'app' ? textAt(body, 'appDisplayName') : undefined;
  return named ?? application ?? textAt(root, 'identity');
}

const auditRoutes = [
  'initiatedBy.user.userPrincipalName',
  'initiatedBy.app.displayName',
  'initiatedBy.app.servicePrincipalName',
  'initiatedBy.user.displayName',
];

/** Whether a person or an application is behind the record. */
export function readInitiatorType({ root, body, form }: EntraRecord): 'user' | 'app' | undefined {
  if (form === 'entra_audit') {
    if (textAt(body, 'initiatedBy.user') !== undefined) return 'user';
    return textAt(body, 'initiatedBy.app') === undefined ? undefined : 'app';
  }
  const category = `${readCategory(root) ?? ''} ${textAt(root, 'type') ?? ''}`;
  if (/serviceprincipal|managedidentity/i.test(category)) return 'app';
  const isApplication =
    textAt(body, 'userPrincipalName') === undefined && textAt(body, 'servicePrincipalId') !== undefined;
  return isApplication ? 'app' : 'user';
}
