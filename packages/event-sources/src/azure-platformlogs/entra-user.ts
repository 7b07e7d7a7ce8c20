import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { textAt } from './declare-azure-field.ts';
import { openEntraRecord, type EntraRecord } from './entra-record.ts';

/** `entra.user`: the person, or else the application, that signed in or made the change. */
export function readEntraUser(root: JsonNode): ByteString | undefined {
  const record = openEntraRecord(root);
  return record && readUserOf(record);
}

/** The same of a record already opened. */
export function readUserOf({ root, body, form }: EntraRecord): ByteString | undefined {
  const routes = form === 'entra_audit' ? auditRoutes : signInRoutes;
  return textAt(body, ...routes) ?? textAt(root, 'identity');
}

const signInRoutes = ['userPrincipalName', 'servicePrincipalName', 'userDisplayName', 'appDisplayName'];
const auditRoutes = [
  'initiatedBy.user.userPrincipalName',
  'initiatedBy.app.displayName',
  'initiatedBy.app.servicePrincipalName',
  'initiatedBy.user.displayName',
];
