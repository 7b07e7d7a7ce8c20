// Who made the request, and with what right, spec sources-azure.md §3.3.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import type { FieldDeclaration } from '../field.ts';
import { claimNames, readClaim, readExactClaim } from './claims.ts';
import { stripPort } from './client-address.ts';
import { declareComputed, declareHeader, declareText, REQUIRED_KEY, textAt } from './declare-azure-field.ts';
import { readEntraUser } from './entra-user.ts';
import { findLoosely } from './find-loosely.ts';

/** Short claims come last: `name` is what people are called, not who they are, unless it is an address. */
export function readUser(root: JsonNode): ByteString | undefined {
  const caller = textAt(root, 'caller');
  return (
    readClaim(root, claimNames.upn) ??
    (caller?.includes('@') ? caller : undefined) ??
    readClaim(root, claimNames.name, claimNames.email, 'upn', 'unique_name') ??
    readEntraUser(root) ??
    textAt(root, 'identity.requester.upn', 'requesterUpn') ??
    readNameClaim(root) ??
    readClaim(root, 'appid') ??
    caller ??
    readIdentityText(root)
  );
}

function readNameClaim(root: JsonNode): ByteString | undefined {
  const name = readClaim(root, 'name');
  return name?.includes('@') ? name : undefined;
}

/** Older records have a name where newer ones have an object. */
function readIdentityText(root: JsonNode): ByteString | undefined {
  const text = findLoosely(root, ['identity'])?.kind === 'string' ? textAt(root, 'identity') : undefined;
  return text === undefined || /^\s*[{[]/.test(text) ? undefined : text;
}

function readUserType(root: JsonNode): ByteString | undefined {
  const named = textAt(root, ...evidence('principalType'));
  if (named !== undefined) return named;
  const hasPerson = readClaim(root, claimNames.upn, claimNames.name) !== undefined;
  if (readClaim(root, 'xms_mirid') !== undefined) return 'ManagedIdentity';
  if (readClaim(root, 'idtyp') === 'app' || (!hasPerson && readClaim(root, 'appid') !== undefined))
    return 'ServicePrincipal';
  return hasPerson ? 'User' : undefined;
}

/** The address that the request came from. */
export function readCallerIp(root: JsonNode): ByteString | undefined {
  const address =
    textAt(root, 'callerIpAddress', 'httpRequest.clientIpAddress', 'properties.ipAddress', 'ipAddress') ??
    readClaim(root, 'ipaddr') ??
    textAt(root, 'properties.initiatedBy.user.ipAddress', 'initiatedBy.user.ipAddress');
  return address === undefined ? undefined : stripPort(address);
}

function declareCallerIp(name: string, description: string): FieldDeclaration {
  return declareHeader({
    name,
    description,
    member: 'callerIpAddress',
    read: (usual, root) => (usual === undefined ? readCallerIp(root) : stripPort(usual)),
  });
}

function readAuthMethods(root: JsonNode): ByteString | undefined {
  return readClaim(root, claimNames.authMethods, 'amr');
}

const entraIdRoutes = [
  'properties.userId',
  'properties.servicePrincipalId',
  'properties.initiatedBy.user.id',
  'properties.initiatedBy.app.servicePrincipalId',
  'userId',
  'initiatedBy.user.id',
];

function authorization(member: string): readonly [string, string] {
  return [`identity.authorization.${member}`, `authorization.${member}`];
}

function evidence(member: string): readonly [string, string] {
  return authorization(`evidence.${member}`);
}

export const actorFields: readonly FieldDeclaration[] = [
  declareComputed({
    name: 'azure.user',
    description:
      'Who made the request: user principal name, name or address, or else the id of the application.',
    read: readUser,
  }),
  declareComputed({
    name: 'azure.user.objectId',
    description: 'Object id of the caller in Entra.',
    read: (root) =>
      readClaim(root, claimNames.objectId, 'oid') ??
      textAt(root, ...evidence('principalId'), 'identity.requester.objectId', ...entraIdRoutes),
  }),
  declareComputed({
    name: 'azure.user.type',
    description: '`User`, `ServicePrincipal`, `ManagedIdentity`, `Group` …',
    read: readUserType,
  }),
  declareCallerIp('azure.user.ip', 'Address of the caller, without port.'),
  declareCallerIp('azure.callerIP', 'The same as `azure.user.ip`.'),
  declareComputed({
    name: 'azure.appId',
    description: 'Id of the application that the request came through.',
    read: (root) =>
      readClaim(root, 'appid') ?? textAt(root, 'properties.appId', 'identity.requester.appId', 'appId'),
  }),
  declareComputed({
    name: 'azure.user.idp',
    description: 'Identity provider that the caller signed in with.',
    read: (root) => readClaim(root, claimNames.identityProvider),
  }),
  declareComputed({
    name: 'azure.user.authMethods',
    description: 'How the caller proved who they are: `pwd`, `pwd,mfa`, `rsa` …',
    read: readAuthMethods,
  }),
  declareComputed({
    name: 'azure.user.mfa',
    description:
      '`true` if the caller used more than one factor, `false` if not; no value where the record does not tell.',
    read(root) {
      const methods = readAuthMethods(root);
      return methods === undefined ? undefined : String(methods.includes('mfa'));
    },
  }),
  declareComputed({
    name: 'azure.claims',
    description: 'The claim in the brackets, by its exact name, from the token of the caller.',
    argument: REQUIRED_KEY,
    read: (root, argument) => readExactClaim(root, argument?.text ?? ''),
  }),
  declareText(
    'azure.authorization.action',
    'Action that the caller was authorised for.',
    ...authorization('action'),
  ),
  declareText(
    'azure.authorization.scope',
    'Scope that the action was authorised on.',
    ...authorization('scope'),
  ),
  declareText(
    'azure.role',
    'Role by which the caller was authorised: `Owner`, `Contributor` …',
    ...evidence('role'),
  ),
  declareText(
    'azure.role.assignmentScope',
    'Scope of the assignment of that role.',
    ...evidence('roleAssignmentScope'),
  ),
  declareText(
    'azure.role.definitionId',
    'Id of the definition of that role.',
    ...evidence('roleDefinitionId'),
  ),
  declareText('azure.principal.id', 'Id of the principal that has that role.', ...evidence('principalId')),
  declareText(
    'azure.principal.type',
    'Kind of that principal: `User`, `ServicePrincipal`, `Group` …',
    ...evidence('principalType'),
  ),
];
