// Shortcuts into the records of single services, spec sources-azure.md §3.4.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import type { FieldDeclaration } from '../field.ts';
import { declareComputed, declareText, textAt } from './declare-azure-field.ts';
import { findText } from './find-loosely.ts';
import { readCategory, readOperation } from './record-form.ts';
import { readRequest } from './request-fields.ts';

function readPublicAccess(root: JsonNode): ByteString | undefined {
  const ofAccount = readRequest(root, ['properties', 'allowBlobPublicAccess']);
  const isContainer = /\/containers\/write$/i.test(readOperation(root) ?? '');
  return ofAccount ?? (isContainer ? readRequest(root, ['properties', 'publicAccess']) : undefined);
}

function hasCategory(root: JsonNode, category: string): boolean {
  return readCategory(root)?.toLowerCase() === category;
}

export const serviceFields: readonly FieldDeclaration[] = [
  declareComputed({
    name: 'azure.storage.publicAccess',
    description:
      'Public access that a written storage account (`true`, `false`) or container (`Blob`, `Container`, `None`) allows.',
    read: readPublicAccess,
  }),
  declareComputed({
    name: 'azure.storage.defaultAction',
    description: 'What the firewall of a written storage account does by default: `Allow` or `Deny`.',
    read: (root) => readRequest(root, ['properties', 'networkAcls', 'defaultAction']),
  }),
  declareText(
    'azure.storage.authType',
    'How a request to storage was authorised: `OAuth`, `SAS`, `AccountKey`, `Anonymous` …',
    'identity.type',
    'authenticationType',
  ),
  declareText(
    'azure.storage.account',
    'Storage account of a request to storage.',
    'properties.accountName',
    'accountName',
  ),
  declareText(
    'azure.storage.object',
    'Path of the object that was read, written or deleted, the account first.',
    'properties.objectKey',
    'objectKey',
  ),
  declareComputed({
    name: 'azure.keyvault.objectId',
    description: 'Id of the key, secret, certificate or vault in an audit event of Key Vault.',
    read: (root) => (hasCategory(root, 'auditevent') ? textAt(root, 'properties.id') : undefined),
  }),
  declareComputed({
    name: 'azure.policy.effect',
    description:
      'Effect of the first policy that a policy event names: `Audit`, `Deny`, `DeployIfNotExists` …',
    read: (root) => findText(root, [['properties', 'policies', '0', 'policyDefinitionEffect']]),
  }),
  declareComputed({
    name: 'azure.alert.severity',
    description: 'Severity of a security alert.',
    read: (root) => (hasCategory(root, 'security') ? textAt(root, 'properties.severity') : undefined),
  }),
  declareComputed({
    name: 'azure.alert.name',
    description: 'Name of a security alert, or else of what it is about.',
    read: (root) =>
      hasCategory(root, 'security')
        ? textAt(root, 'properties.alertDisplayName', 'properties.compromisedEntity')
        : undefined,
  }),
];
