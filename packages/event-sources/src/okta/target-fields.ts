// What an event is about, spec §B.2.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, elementAt, findMember } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { FieldDeclaration } from '../field.ts';
import { readOktaText } from './read-okta-text.ts';

function declareTarget(name: string, type: string, member: string, description: string): FieldDeclaration {
  return declareField({
    name,
    description,
    paths: ['target'],
    read([targets]) {
      const ofType = (targets ? arrayElements(targets) : []).filter(
        (target) => readOktaText(findMember(target, 'type')) === type,
      );
      const last = ofType.pop();
      return last && readOktaText(findMember(last, member));
    },
  });
}

function readNames(targets: JsonNode | undefined, index: bigint | undefined): ByteString | undefined {
  if (targets?.kind !== 'array') return undefined;
  const nameOf = (target: JsonNode): ByteString => readOktaText(findMember(target, 'displayName'));
  if (index !== undefined) {
    const target = elementAt(targets, Number(index));
    return target && nameOf(target);
  }
  const names = arrayElements(targets).map(nameOf);
  return names.length === 0 ? undefined : `(${names.join(',')})`;
}

export const targetFields: readonly FieldDeclaration[] = [
  declareTarget('okta.target.user.id', 'User', 'id', 'Id of the user that the event is about.'),
  declareTarget('okta.target.user.alternateid', 'User', 'alternateId', 'Login of that user.'),
  declareTarget('okta.target.user.name', 'User', 'displayName', 'Name of that user.'),
  declareTarget('okta.target.group.id', 'UserGroup', 'id', 'Id of the group that the event is about.'),
  declareTarget('okta.target.group.alternateid', 'UserGroup', 'alternateId', 'Other id of that group.'),
  declareTarget('okta.target.group.name', 'UserGroup', 'displayName', 'Name of that group.'),
  declareTarget(
    'okta.target.app.alternateid',
    'AppInstance',
    'alternateId',
    'Name of the application that the event is about.',
  ),
  declareField({
    name: 'okta.targets.displayName',
    description: 'Names of all targets as `(a,b)`, or of the one with this index.',
    argument: { required: false, index: true, key: false },
    paths: ['target'],
    read: ([targets], _context, argument) => readNames(targets, argument?.index),
  }),
];
