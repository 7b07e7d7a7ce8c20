// What a request to assign a role gives to whom, spec sources-azure.md §3.4.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import type { FieldDeclaration } from '../field.ts';
import { declareComputed } from './declare-azure-field.ts';
import { readAzureText } from './read-azure-value.ts';
import { findInBody } from './request-fields.ts';

/** Built-in roles that give far-reaching rights, and the one that gives few. */
const builtInRoles = new Map<ByteString, ByteString>([
  ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner'],
  ['b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor'],
  ['18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator'],
  ['acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader'],
  ['f58310d9-a9f6-439a-9e8d-f62e7b41a168', 'Role Based Access Control Administrator'],
  ['00482a5a-887f-4fb3-b363-3b7fe8e74483', 'Key Vault Administrator'],
]);

function readAssigned(root: JsonNode, member: string): ByteString | undefined {
  return readAzureText(findInBody(root, ['properties', member]) ?? findInBody(root, [member]));
}

function readRoleId(root: JsonNode): ByteString | undefined {
  const definition = readAssigned(root, 'roleDefinitionId');
  return definition === undefined
    ? undefined
    : /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(definition)?.[0].toLowerCase();
}

export const roleAssignmentFields: readonly FieldDeclaration[] = [
  declareComputed({
    name: 'azure.roleAssignment.roleId',
    description: 'Id of the role that is assigned, in lower case.',
    read: readRoleId,
  }),
  declareComputed({
    name: 'azure.roleAssignment.roleName',
    description:
      'Name of that role, for the built-in roles `Owner`, `Contributor`, `User Access Administrator`, `Reader`, `Role Based Access Control Administrator` and `Key Vault Administrator`.',
    read: (root) => builtInRoles.get(readRoleId(root) ?? ''),
  }),
  declareComputed({
    name: 'azure.roleAssignment.principalId',
    description: 'Id of the principal that gets the role.',
    read: (root) => readAssigned(root, 'principalId'),
  }),
  declareComputed({
    name: 'azure.roleAssignment.principalType',
    description: 'Kind of that principal: `User`, `ServicePrincipal`, `Group`.',
    read: (root) => readAssigned(root, 'principalType'),
  }),
];
