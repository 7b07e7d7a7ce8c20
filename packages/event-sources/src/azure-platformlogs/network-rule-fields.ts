// What a written rule of a network security group lets through, spec sources-azure.md §3.4.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import type { FieldDeclaration } from '../field.ts';
import { declareComputed } from './declare-azure-field.ts';
import { listElements } from './find-loosely.ts';
import { listOrNothing, readAzureText } from './read-azure-value.ts';
import { readOperation } from './record-form.ts';
import { findInBody } from './request-fields.ts';

/** Source prefixes that stand for everybody. */
const anywhere = new Set<ByteString>(['*', 'internet', 'any', '0.0.0.0/0', '0.0.0.0', '::/0']);

function findInRule(root: JsonNode, member: string): JsonNode | undefined {
  const isRule = /\/securityrules\/write$/i.test(readOperation(root) ?? '');
  return isRule ? findInBody(root, ['properties', member]) : undefined;
}

/** A rule has either one value or a list, under a name of its own. */
function readOneOrMany(root: JsonNode, one: string, many: string): readonly ByteString[] | undefined {
  const nodes = [findInRule(root, one), ...listElements(findInRule(root, many))];
  return listOrNothing(nodes.map(readAzureText));
}

function readSources(root: JsonNode): readonly ByteString[] | undefined {
  return readOneOrMany(root, 'sourceAddressPrefix', 'sourceAddressPrefixes');
}

function isPublic(root: JsonNode): ByteString | undefined {
  const direction = readAzureText(findInRule(root, 'direction'));
  const access = readAzureText(findInRule(root, 'access'));
  if (direction === undefined && access === undefined) return undefined;
  const letsIn = direction?.toLowerCase() === 'inbound' && access?.toLowerCase() === 'allow';
  return String(letsIn && (readSources(root) ?? []).some((source) => anywhere.has(source.toLowerCase())));
}

function declareRuleText(name: string, description: string, member: string): FieldDeclaration {
  return declareComputed({ name, description, read: (root) => readAzureText(findInRule(root, member)) });
}

export const networkRuleFields: readonly FieldDeclaration[] = [
  declareRuleText(
    'azure.nsg.direction',
    '`Inbound` or `Outbound`, of a network security rule that is written.',
    'direction',
  ),
  declareRuleText('azure.nsg.access', '`Allow` or `Deny`, of that rule.', 'access'),
  declareRuleText('azure.nsg.protocol', '`Tcp`, `Udp`, `*` …, of that rule.', 'protocol'),
  declareComputed({
    name: 'azure.nsg.sources',
    description: 'Source addresses, ranges and service tags of that rule.',
    isList: true,
    read: readSources,
  }),
  declareComputed({
    name: 'azure.nsg.ports',
    description: 'Destination ports and ranges of that rule.',
    isList: true,
    read: (root) => readOneOrMany(root, 'destinationPortRange', 'destinationPortRanges'),
  }),
  declareComputed({
    name: 'azure.nsg.public',
    description:
      '`true` if that rule lets everybody in, `false` if not; no value where the record has no rule.',
    read: isPublic,
  }),
];
