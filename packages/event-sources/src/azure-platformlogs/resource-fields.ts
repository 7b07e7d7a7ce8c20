// What was acted on, spec sources-azure.md §3.2.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import type { FieldDeclaration } from '../field.ts';
import { declareComputed, declareHeader, declareText, textAt, type Route } from './declare-azure-field.ts';
import { lowerCase } from './lower-case.ts';
import { parseResourceId, readResourceId, type ResourceIdParts } from './resource-id.ts';

type FromId = (id: ByteString | undefined, root: JsonNode) => ByteString | undefined;

/** A field worked out from the resource id. */
function declareFromId(name: string, description: string, read: FromId): FieldDeclaration {
  return declareHeader({
    name,
    description,
    member: 'resourceId',
    read: (usual, root) => read(usual?.startsWith('/') ? usual : readResourceId(root), root),
  });
}

/** A part of the resource id, or else what the record says of it elsewhere. */
function declarePart(
  name: string,
  description: string,
  part: keyof ResourceIdParts,
  ...others: Route[]
): FieldDeclaration {
  return declareFromId(
    name,
    description,
    (id, root) => parseResourceId(id ?? '')[part] ?? textAt(root, ...others),
  );
}

export const resourceFields: readonly FieldDeclaration[] = [
  declareFromId(
    'azure.resourceId',
    'Id of the resource, as the record writes it; where it has none, that of the entity in the properties.',
    (id) => id,
  ),
  declareFromId('azure.resource', 'Id of the resource in lower case, without a slash at its end.', (id) =>
    id === undefined ? undefined : lowerCase(id).replace(/\/$/, ''),
  ),
  declarePart('azure.subscriptionId', 'Subscription of the resource.', 'subscription', 'subscriptionId'),
  declarePart(
    'azure.resourceGroup',
    'Resource group of the resource.',
    'group',
    'resourceGroupName',
    'resourceGroup',
  ),
  declareFromId(
    'azure.resourceProvider',
    'Provider of the resource in lower case, e.g. `microsoft.keyvault`.',
    (id, root) =>
      parseResourceId(id ?? '').provider ??
      (lowerCase(textAt(root, 'resourceProviderName.value', 'resourceProviderValue') ?? '') || undefined),
  ),
  declarePart(
    'azure.resourceType',
    'Provider and type of the resource in lower case, e.g. `microsoft.network/networksecuritygroups/securityrules`.',
    'type',
  ),
  declarePart('azure.resourceName', 'Name of the resource.', 'name'),
  declarePart('azure.resource.parent', 'Name of the resource that this one is part of.', 'parent'),
  declareComputed({
    name: 'azure.location',
    description: 'Location of the resource; for sign-ins the country.',
    read: (root) =>
      textAt(
        root,
        'location.countryOrRegion',
        'locationDetails.countryOrRegion',
        'location',
        'resourceLocation',
      ),
  }),
  declareText(
    'azure.entity',
    'Id of the resource that the operation names, in the case of the request.',
    'properties.entity',
  ),
  declareText(
    'azure.hierarchy',
    'Path of management groups to the subscription.',
    'properties.hierarchy',
    'hierarchy',
  ),
];
