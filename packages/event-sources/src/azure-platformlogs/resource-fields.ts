// What was acted on, spec sources-azure.md §3.2.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import type { FieldDeclaration } from '../field.ts';
import { declareComputed, declareText, textAt, type Route } from './declare-azure-field.ts';
import { parseResourceId, readResourceId, type ResourceIdParts } from './resource-id.ts';

/** A part of the resource id, or else what the record says of it elsewhere. */
function declarePart(
  name: string,
  description: string,
  part: keyof ResourceIdParts,
  ...others: Route[]
): FieldDeclaration {
  return declareComputed({
    name,
    description,
    read: (root) => parseResourceId(readResourceId(root) ?? '')[part] ?? textAt(root, ...others),
  });
}

function readNormalisedId(root: JsonNode): ByteString | undefined {
  return readResourceId(root)?.toLowerCase().replace(/\/$/, '');
}

export const resourceFields: readonly FieldDeclaration[] = [
  declareComputed({
    name: 'azure.resourceId',
    description:
      'Id of the resource, as the record writes it; where it has none, that of the entity in the properties.',
    read: readResourceId,
  }),
  declareComputed({
    name: 'azure.resource',
    description: 'Id of the resource in lower case, without a slash at its end.',
    read: readNormalisedId,
  }),
  declarePart('azure.subscriptionId', 'Subscription of the resource.', 'subscription', 'subscriptionId'),
  declarePart(
    'azure.resourceGroup',
    'Resource group of the resource.',
    'group',
    'resourceGroupName',
    'resourceGroup',
  ),
  declareComputed({
    name: 'azure.resourceProvider',
    description: 'Provider of the resource in lower case, e.g. `microsoft.keyvault`.',
    read: (root) =>
      parseResourceId(readResourceId(root) ?? '').provider ??
      textAt(root, 'resourceProviderName.value', 'resourceProviderValue')?.toLowerCase(),
  }),
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
