// What only audit records of Entra have, spec sources-azure.md §3.5.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { decodeString, parseJson } from '@windhover/json';
import { bytesOf } from '../envelope.ts';
import type { FieldDeclaration } from '../field.ts';
import { OPTIONAL_INDEX, REQUIRED_KEY, textAt } from './declare-azure-field.ts';
import { declareAuditText, declareEntra, textsOfEach, type EntraRecord } from './entra-record.ts';
import { findByKey } from './find-by-key.ts';
import { findLoosely, findText, listElements } from './find-loosely.ts';
import { listOrNothing } from './read-azure-value.ts';

function findTargets({ body, form }: EntraRecord): JsonNode | undefined {
  return form === 'entra_audit' ? findLoosely(body, ['targetResources']) : undefined;
}

/** A member of all targets, or of the one with the index; targets without it are left out. */
function declareTargets(name: string, description: string, member: string): FieldDeclaration {
  return declareEntra({
    name,
    description: `${description} With an index, of that target only.`,
    isList: true,
    argument: OPTIONAL_INDEX,
    read(record, argument) {
      const texts = textsOfEach(findTargets(record), [member]);
      if (argument?.index === undefined) return listOrNothing(texts);
      return argument.index < BigInt(texts.length)
        ? listOrNothing([texts[Number(argument.index)]])
        : undefined;
    },
  });
}

interface ModifiedProperty {
  readonly name: ByteString | undefined;
  readonly oldValue: ByteString | undefined;
  readonly newValue: ByteString | undefined;
}

function readModifiedProperties(record: EntraRecord): readonly ModifiedProperty[] {
  const properties = listElements(findTargets(record)).flatMap((target) =>
    listElements(findLoosely(target, ['modifiedProperties'])),
  );
  return properties.map((property) => ({
    name: findText(property, [['displayName']]),
    oldValue: unquote(findText(property, [['oldValue']])),
    newValue: unquote(findText(property, [['newValue']])),
  }));
}

/** Values come as JSON text, so that text has quotes of its own: one pair of them is taken off. */
function unquote(text: ByteString | undefined): ByteString | undefined {
  if (text === undefined || !/^\s*"/.test(text)) return text;
  const node = parseJson(bytesOf(text));
  return node?.kind === 'string' ? decodeString(node) || undefined : text;
}

function readModified(
  record: EntraRecord,
  name: ByteString,
  side: 'oldValue' | 'newValue',
): ByteString | undefined {
  return findByKey(readModifiedProperties(record), name, (property) => property.name)?.[side];
}

const ROLE_NAME = 'Role.DisplayName';

/** The role that is given, or else taken, or that is itself the target. */
function readRole(record: EntraRecord): ByteString | undefined {
  const named = readModified(record, ROLE_NAME, 'newValue') ?? readModified(record, ROLE_NAME, 'oldValue');
  const operation = textAt(record.root, 'operationName') ?? textAt(record.body, 'activityDisplayName') ?? '';
  if (named !== undefined || !/member (?:to|from) role/i.test(operation)) return named;
  const role = listElements(findTargets(record)).find(
    (target) => findText(target, [['type']])?.toLowerCase() === 'role',
  );
  return role && findText(role, [['displayName']]);
}

export const entraAuditFields: readonly FieldDeclaration[] = [
  declareAuditText(
    'entra.target.type',
    'Kind of the first thing changed: `User`, `Group`, `Application`, `Policy` …',
    'targetResources.0.type',
  ),
  declareAuditText('entra.target.id', 'Object id of the first thing changed.', 'targetResources.0.id'),
  declareAuditText(
    'entra.target.name',
    'Display name of the first thing changed.',
    'targetResources.0.displayName',
    'targetResourceName',
  ),
  declareAuditText(
    'entra.target.upn',
    'User principal name of the first thing changed, if a user.',
    'targetResources.0.userPrincipalName',
  ),
  declareTargets('entra.targets.name', 'Display names of all things changed.', 'displayName'),
  declareTargets('entra.targets.upn', 'User principal names of all users changed.', 'userPrincipalName'),
  declareTargets('entra.targets.type', 'Kinds of all things changed.', 'type'),
  declareEntra({
    name: 'entra.modified.names',
    description: 'Names of all properties changed.',
    isList: true,
    read: (record) => listOrNothing(readModifiedProperties(record).map(({ name }) => name)),
  }),
  declareEntra({
    name: 'entra.modified.old',
    description:
      'Value, before the change, of the property whose name stands in the brackets, without its blanks.',
    argument: REQUIRED_KEY,
    read: (record, argument) => readModified(record, argument?.text ?? '', 'oldValue'),
  }),
  declareEntra({
    name: 'entra.modified.new',
    description: 'Value of that property after the change.',
    argument: REQUIRED_KEY,
    read: (record, argument) => readModified(record, argument?.text ?? '', 'newValue'),
  }),
  declareEntra({
    name: 'entra.role',
    description: 'Directory role that is given or taken.',
    read: readRole,
  }),
];
