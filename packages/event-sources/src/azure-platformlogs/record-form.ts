// The forms in which Azure writes its records, spec sources-azure.md §2.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { textAt } from './declare-azure-field.ts';
import { findLoosely } from './find-loosely.ts';

export type RecordForm =
  | 'activity'
  | 'activity_la'
  | 'activity_rest'
  | 'entra_signin'
  | 'entra_audit'
  | 'entra_risk'
  | 'entra_other'
  | 'resource';

/** Categories of the Activity Log, the last three from before 2018. */
const activityCategories = new Set<ByteString>([
  'administrative',
  'security',
  'servicehealth',
  'alert',
  'recommendation',
  'policy',
  'autoscale',
  'resourcehealth',
  'write',
  'delete',
  'action',
]);

/** Categories of diagnostic settings, and tables of Log Analytics where they are called otherwise. */
const entraForms = new Map<ByteString, RecordForm>([
  ['signinlogs', 'entra_signin'],
  ['noninteractiveusersigninlogs', 'entra_signin'],
  ['serviceprincipalsigninlogs', 'entra_signin'],
  ['managedidentitysigninlogs', 'entra_signin'],
  ['adfssigninlogs', 'entra_signin'],
  ['microsoftserviceprincipalsigninlogs', 'entra_signin'],
  ['aadnoninteractiveusersigninlogs', 'entra_signin'],
  ['aadserviceprincipalsigninlogs', 'entra_signin'],
  ['aadmanagedidentitysigninlogs', 'entra_signin'],
  ['auditlogs', 'entra_audit'],
  ['riskyusers', 'entra_risk'],
  ['userriskevents', 'entra_risk'],
  ['riskyserviceprincipals', 'entra_risk'],
  ['serviceprincipalriskevents', 'entra_risk'],
  ['aadriskyusers', 'entra_risk'],
  ['aaduserriskevents', 'entra_risk'],
  ['aadriskyserviceprincipals', 'entra_risk'],
  ['aadserviceprincipalriskevents', 'entra_risk'],
  ['provisioninglogs', 'entra_other'],
  ['aadprovisioninglogs', 'entra_other'],
  ['microsoftgraphactivitylogs', 'entra_other'],
  ['b2crequestlogs', 'entra_other'],
  ['enrichedoffice365auditlogs', 'entra_other'],
]);

/** `PROVIDER/…/write` and its like. */
const PROVIDER_OPERATION = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/\S/i;

/** The category as the record gives it; REST wraps it into an object. */
export function readCategory(root: JsonNode): ByteString | undefined {
  return textAt(root, 'category.value', 'categoryValue', 'category', 'evt.category');
}

/** The operation as the record gives it; objects of Graph have only its display name. */
export function readOperation(root: JsonNode): ByteString | undefined {
  return textAt(
    root,
    'operationName.value',
    'operationNameValue',
    'operationName',
    'activityDisplayName',
    'evt.name',
  );
}

/** Whether the category is one of the Activity Log. */
export function isActivityCategory(category: ByteString): boolean {
  return activityCategories.has(category.toLowerCase());
}

/** Whether these are category and operation of a record of the Activity Log. */
export function isActivity(category: ByteString, operation: ByteString): boolean {
  return isActivityCategory(category) && PROVIDER_OPERATION.test(operation);
}

/** The log of Entra that a record comes from. Graph and Log Analytics have the category of the change in its place. */
export function readEntraLog(root: JsonNode, form: RecordForm): ByteString | undefined {
  const category = readCategory(root);
  if (category !== undefined && entraForms.has(category.toLowerCase())) return category;
  if (form === 'entra_audit') return 'AuditLogs';
  return form === 'entra_signin' ? 'SignInLogs' : category;
}

/** The form of a record; `resource` for what has no other sign. */
export function findForm(root: JsonNode): RecordForm {
  if (findLoosely(root, ['operationName', 'value']) !== undefined) return 'activity_rest';
  const table = textAt(root, 'type')?.toLowerCase() ?? '';
  if (table === 'azureactivity' || findLoosely(root, ['operationNameValue']) !== undefined)
    return 'activity_la';
  const category = readCategory(root)?.toLowerCase() ?? '';
  const entraForm = entraForms.get(category) ?? entraForms.get(table);
  if (entraForm) return entraForm;
  if (isActivity(category, readOperation(root) ?? '')) return 'activity';
  return findUncategorisedForm(root);
}

/** Graph objects have no category, and exporters are careless with it: what only Entra writes tells them. */
function findUncategorisedForm(root: JsonNode): RecordForm {
  const has = (...path: ByteString[]): boolean => findLoosely(root, path) !== undefined;
  if (has('activityDisplayName') || has('properties', 'activityDisplayName')) return 'entra_audit';
  if (has('properties', 'initiatedBy') || has('properties', 'auditEventCategory')) return 'entra_audit';
  if (has('createdDateTime') && (has('appId') || has('userPrincipalName'))) return 'entra_signin';
  if (has('riskEventType') || has('riskLastUpdatedDateTime')) return 'entra_risk';
  return 'resource';
}

/** Whether the record is one of Microsoft Entra ID. */
export function isEntraForm(form: RecordForm): boolean {
  return form.startsWith('entra_');
}
