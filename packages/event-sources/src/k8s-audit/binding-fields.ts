// Fields of roles and of their bindings, spec sources-k8s-okta-github.md §A.5.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember } from '@windhover/json';
import type { FieldDeclaration } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import type { KubernetesDeclarer } from './declare-kubernetes-field.ts';
import { dropHoles, flattenArrays, readPresent, readScalar } from './read-kubernetes-value.ts';

export function declareBindingFields(declare: KubernetesDeclarer): readonly FieldDeclaration[] {
  const { compatibility, field, list, scalar, walked } = declare;
  const subjects = (
    name: string,
    kind: string,
    description: string,
    isQualified = false,
  ): FieldDeclaration => {
    const readSubject = (subject: JsonNode): ByteString | undefined => {
      if (readStringOnly(findMember(subject, 'kind')) !== kind) return undefined;
      const own = readScalar(findMember(subject, 'name'), compatibility);
      if (!isQualified || own === undefined) return own;
      const namespace = readScalar(findMember(subject, 'namespace'), compatibility);
      return namespace === undefined ? undefined : `${namespace}:${own}`;
    };
    return field({
      name: `ka.req.binding.subjects.${name}`,
      description,
      isList: true,
      paths: ['requestObject.subjects'],
      read: ([node]) => node && dropHoles(arrayElements(node).map(readSubject)),
    });
  };
  const ruleMembers = (member: string, description: string): FieldDeclaration =>
    walked({
      name: `ka.req.role.rules.${member}`,
      description,
      path: `rules.${member}`,
      read: (found) => readPresent(flattenArrays(found), compatibility),
    });
  return [
    list('ka.req.binding.subjects', 'requestObject.subjects', 'Subjects of the binding, each as JSON text.'),
    subjects('user_names', 'User', 'Users that the binding is for.'),
    subjects('serviceaccount_names', 'ServiceAccount', 'Service accounts that the binding is for.'),
    subjects(
      'serviceaccount_ns_names',
      'ServiceAccount',
      'Service accounts that the binding is for, as `namespace:name`.',
      true,
    ),
    subjects('group_names', 'Group', 'Groups that the binding is for.'),
    scalar('ka.req.binding.role', 'requestObject.roleRef.name', 'Role that the binding grants.'),
    field({
      name: 'ka.req.binding.subject.has_name',
      description: 'Always `true`; out of use.',
      argument: { required: true, index: false, key: true },
      paths: [],
      read: () => 'true',
    }),
    list('ka.req.role.rules', 'requestObject.rules', 'Rules of the role, each as JSON text.'),
    ruleMembers('apiGroups', 'API groups that the rules of the role are about.'),
    ruleMembers('nonResourceURLs', 'URLs that the rules of the role are about.'),
    ruleMembers('verbs', 'Verbs that the rules of the role allow.'),
    ruleMembers('resources', 'Resources that the rules of the role are about.'),
  ];
}
