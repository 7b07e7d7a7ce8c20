// What sign-ins, audit records and risk events of Entra have in common, spec sources-azure.md §3.5.

import type { ByteString } from '@windhover/bytes';
import type { FieldDeclaration } from '../field.ts';
import { stripPort } from './client-address.ts';
import { findEventTime } from './azure-time.ts';
import { readTenantId } from './common-fields.ts';
import { textAt } from './declare-azure-field.ts';
import { declareEntra, findKeyedValue, type EntraRecord } from './entra-record.ts';
import { readEntraResult } from './entra-result.ts';
import { readInitiatorType, readUserOf } from './entra-user.ts';
import { findLoosely } from './find-loosely.ts';
import { readCategory, readEntraLog } from './record-form.ts';

/** Value in the body, by one route for audit records and others for the rest. */
function inBody(audit: readonly string[], others: readonly string[]) {
  return ({ body, form }: EntraRecord): ByteString | undefined =>
    textAt(body, ...(form === 'entra_audit' ? audit : others));
}

function readSourceIp({ root, body, form }: EntraRecord): ByteString | undefined {
  const details = findLoosely(body, ['additionalDetails']);
  const address =
    form === 'entra_audit'
      ? (textAt(body, 'initiatedBy.user.ipAddress') ??
        textAt(root, 'callerIpAddress') ??
        findKeyedValue(details, 'IpAddress') ??
        findKeyedValue(details, 'ipaddr'))
      : (textAt(root, 'callerIpAddress') ?? textAt(body, 'ipAddress'));
  return address === undefined ? undefined : stripPort(address);
}

/** Some exports have it in place of the name of the log. */
function readEventCategory({ root, body, form }: EntraRecord): ByteString | undefined {
  if (form !== 'entra_audit') return undefined;
  const outer = readCategory(root);
  return (
    textAt(body, 'category', 'auditEventCategory') ??
    (outer?.toLowerCase() === 'auditlogs' ? undefined : outer)
  );
}

function readUserAgent({ body, form }: EntraRecord): ByteString | undefined {
  const named = textAt(body, 'userAgent');
  return (
    named ??
    (form === 'entra_audit'
      ? findKeyedValue(findLoosely(body, ['additionalDetails']), 'User-Agent')
      : undefined)
  );
}

export const entraCommonFields: readonly FieldDeclaration[] = [
  declareEntra({
    name: 'entra.tenantId',
    description: 'Id of the tenant.',
    read: ({ root, body }) => readTenantId(root) ?? textAt(body, 'homeTenantId', 'resourceTenantId'),
  }),
  declareEntra({
    name: 'entra.time',
    description: 'Time of the sign-in or the change, as the record writes it.',
    read: ({ root, body, form }) =>
      textAt(body, form === 'entra_audit' ? 'activityDateTime' : 'createdDateTime') ??
      findEventTime(root)?.text,
  }),
  declareEntra({
    name: 'entra.operation',
    description: 'Operation in words: `Sign-in activity`, `Add member to role` …',
    read: ({ root, body }) =>
      textAt(root, 'operationName') ?? textAt(body, 'activityDisplayName', 'operationName'),
  }),
  declareEntra({
    name: 'entra.operationType',
    description: 'Kind of change: `Add`, `Update`, `Delete`, `Assign` …',
    read: inBody(['operationType', 'aadOperationType'], []),
  }),
  declareEntra({
    name: 'entra.logCategory',
    description: 'Category of the log: `AuditLogs`, `SignInLogs`, `NonInteractiveUserSignInLogs` …',
    read: ({ root, form }) => readEntraLog(root, form),
  }),
  declareEntra({
    name: 'entra.eventCategory',
    description:
      'Category of the change: `UserManagement`, `RoleManagement`, `ApplicationManagement`, `Policy` …',
    read: readEventCategory,
  }),
  declareEntra({
    name: 'entra.correlationId',
    description: 'Id that records of one operation share.',
    read: ({ root, body }) => textAt(root, 'correlationId') ?? textAt(body, 'correlationId'),
  }),
  declareEntra({
    name: 'entra.id',
    description: 'Unique id of the record.',
    read: ({ body }) => textAt(body, 'id'),
  }),
  declareEntra({
    name: 'entra.severity',
    description: 'Level of the record, a number.',
    read: ({ root }) => textAt(root, 'level'),
  }),
  declareEntra({
    name: 'entra.user',
    description:
      'Principal name of the person, or else name of the application, that signed in or made the change.',
    read: readUserOf,
  }),
  declareEntra({
    name: 'entra.userDisplayName',
    description: 'Display name of that person.',
    read: inBody(['initiatedBy.user.displayName'], ['userDisplayName']),
  }),
  declareEntra({
    name: 'entra.userId',
    description: 'Object id of the person or service principal.',
    read: inBody(
      ['initiatedBy.user.id', 'initiatedBy.app.servicePrincipalId'],
      ['userId', 'servicePrincipalId'],
    ),
  }),
  declareEntra({
    name: 'entra.userType',
    description: '`Member` or `Guest`, of who signed in.',
    read: inBody([], ['userType']),
  }),
  declareEntra({
    name: 'entra.userRoles',
    description: 'Roles of the person who made a change, as JSON text.',
    read: inBody(['initiatedBy.user.roles'], []),
  }),
  declareEntra({
    name: 'entra.initiator.type',
    description: '`user` for people, `app` for service principals and managed identities.',
    read: readInitiatorType,
  }),
  declareEntra({
    name: 'entra.srcip',
    description: 'Address that the sign-in or change came from.',
    read: readSourceIp,
  }),
  declareEntra({
    name: 'entra.userAgent',
    description: 'Program that the sign-in or change came from.',
    read: readUserAgent,
  }),
  declareEntra({
    name: 'entra.app',
    description: 'Name of the application that was signed in to, or that made the change.',
    read: inBody(['initiatedBy.app.displayName'], ['appDisplayName']),
  }),
  declareEntra({
    name: 'entra.appId',
    description: 'Id of that application.',
    read: inBody(['initiatedBy.app.appId'], ['appId']),
  }),
  declareEntra({
    name: 'entra.resource',
    description: 'Name of the resource that a token was asked for.',
    read: inBody([], ['resourceDisplayName']),
  }),
  declareEntra({
    name: 'entra.resourceId',
    description: 'Id of that resource; for changes, the id of the resource of the record.',
    read: ({ root, body, form }) =>
      textAt(form === 'entra_audit' ? root : body, 'resourceId', 'resourceIdentity'),
  }),
  declareEntra({
    name: 'entra.service',
    description: 'Service that logged the change, or resource that a token was asked for.',
    read: inBody(['loggedByService'], ['resourceDisplayName']),
  }),
  declareEntra({
    name: 'entra.result',
    description:
      '`success`, `failure` or, for sign-ins that need another step, `interrupted`; changes also `timeout`.',
    read: readEntraResult,
  }),
  declareEntra({
    name: 'entra.resultReason',
    description: 'Why it failed, in words.',
    read: ({ root, body, form }) =>
      textAt(body, form === 'entra_audit' ? 'resultReason' : 'status.failureReason') ??
      textAt(root, 'resultDescription'),
  }),
  declareEntra({
    name: 'entra.details',
    description:
      'The additional detail whose key stands in the brackets, without its blanks; for sign-ins, the detail of authentication processing.',
    argument: { required: true, index: false, key: true },
    read: ({ body, form }, argument) =>
      findKeyedValue(
        findLoosely(body, [form === 'entra_audit' ? 'additionalDetails' : 'authenticationProcessingDetails']),
        argument?.text ?? '',
      ),
  }),
];
