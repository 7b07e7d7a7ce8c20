// The table of ka.* fields, spec sources-k8s-okta-github.md §A.3–A.5.

import type { JsonNode } from '@windhover/json';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import { declareBindingFields } from './binding-fields.ts';
import { declareContainerFields } from './container-fields.ts';
import type { KubernetesDeclarer } from './declare-kubernetes-field.ts';
import { createDeclarer } from './declare-kubernetes-field.ts';
import { declarePodFields } from './pod-fields.ts';
import { flattenArrays, readList, readPresent, readScalar } from './read-kubernetes-value.ts';
import { readUriParameter } from './uri-param.ts';
import { walk } from './walk.ts';

type Node = JsonNode | undefined;

export function createKubernetesFields(compatibility: Compatibility): readonly FieldDeclaration[] {
  const declare = createDeclarer(compatibility);
  return [
    ...declareRequestFields(declare),
    ...declareTargetFields(declare),
    ...declareBindingFields(declare),
    ...declareObjectFields(declare),
    ...declarePodFields(declare),
    ...declareContainerFields(declare),
    ...declareResponseFields(declare),
  ];
}

function declareRequestFields({
  scalar,
  list,
  field,
  compatibility,
}: KubernetesDeclarer): FieldDeclaration[] {
  const annotated = (name: string, annotation: string, description: string): FieldDeclaration =>
    scalar(name, ['annotations', annotation], description);
  return [
    scalar('ka.auditid', 'auditID', 'Id of the request, the same in all its stages.'),
    scalar('ka.stage', 'stage', 'Stage of the request, e.g. `ResponseComplete`.'),
    annotated('ka.auth.decision', 'authorization.k8s.io/decision', 'Whether the request was allowed.'),
    annotated('ka.auth.reason', 'authorization.k8s.io/reason', 'Why it was allowed or forbidden.'),
    annotated(
      'ka.auth.openshift.decision',
      'authentication.openshift.io/decision',
      'Outcome of the authentication by OpenShift.',
    ),
    annotated(
      'ka.validations.admission.policy.failure',
      'validation.policy.admission.k8s.io/validation_failure',
      'Validations of admission policies that failed, as JSON text.',
    ),
    annotated(
      'ka.security.pod.violations',
      'pod-security.kubernetes.io/audit-violations',
      'Pod security standards that the request violates.',
    ),
    annotated(
      'ka.auth.openshift.username',
      'authentication.openshift.io/username',
      'User as OpenShift authenticated it.',
    ),
    scalar('ka.user.name', 'user.username', 'Who made the request.'),
    list('ka.user.groups', 'user.groups', 'Groups of the user.'),
    scalar('ka.impuser.name', 'impersonatedUser.username', 'User as whom the request was made.'),
    scalar('ka.verb', 'verb', 'What was asked for: `create`, `get`, `delete` …'),
    scalar('ka.uri', 'requestURI', 'URI of the request.'),
    field({
      name: 'ka.uri.param',
      description: 'Parameter of the URI, by its name.',
      argument: { required: true, index: false, key: true },
      paths: ['requestURI'],
      read([node], argument) {
        const uri = readScalar(node, compatibility);
        return uri === undefined ? undefined : readUriParameter(uri, argument?.text ?? '');
      },
    }),
  ];
}

function declareTargetFields({ scalar, field, compatibility }: KubernetesDeclarer): FieldDeclaration[] {
  const isPod = (resource: Node, subresource: Node): boolean =>
    readStringOnly(resource) === 'pods' && !readStringOnly(subresource);
  return [
    scalar('ka.target.name', 'objectRef.name', 'Name of the object that the request is about.'),
    scalar('ka.target.namespace', 'objectRef.namespace', 'Namespace of that object.'),
    scalar('ka.target.resource', 'objectRef.resource', 'Kind of that object, e.g. `pods`.'),
    scalar('ka.target.subresource', 'objectRef.subresource', 'Part of that object, e.g. `exec`.'),
    field({
      name: 'ka.target.pod.name',
      description: 'Name of the pod that the request is about.',
      paths: ['objectRef.resource', 'objectRef.subresource', 'responseObject.metadata.name'],
      read: ([resource, subresource, name]) =>
        isPod(resource, subresource) ? readScalar(name, compatibility) : undefined,
    }),
  ];
}

function declareObjectFields({
  scalar,
  walked,
  field,
  compatibility,
}: KubernetesDeclarer): FieldDeclaration[] {
  return [
    scalar('ka.req.configmap.name', 'objectRef.name', 'Name of the config map; of any object, in fact.'),
    scalar('ka.req.configmap.obj', 'requestObject.data', 'Data of the config map, as JSON text.'),
    scalar('ka.req.service.type', 'requestObject.spec.type', 'Type of the service, e.g. `NodePort`.'),
    walked({
      name: 'ka.req.service.ports',
      description: 'Ports of the service: one element, the JSON text of all.',
      path: 'spec.ports',
      read: (found) => readPresent(found, compatibility),
    }),
    field({
      name: 'ka.sourceips',
      description: 'Addresses that the request came from: the client, then proxies.',
      isList: true,
      argument: { required: false, index: true, key: false },
      paths: ['sourceIPs', 'requestObject'],
      read: ([sourceIps, requestObject], argument) =>
        compatibility === 'fixed'
          ? readSourceIps(sourceIps, argument?.index)
          : readMisplacedIps(requestObject, argument?.index),
    }),
  ];
}

function readSourceIps(node: Node, index: bigint | undefined): readonly string[] | undefined {
  const addresses = readList(node, 'fixed');
  if (index === undefined) return addresses;
  const address = addresses?.[Number(index)];
  return address === undefined ? undefined : [address];
}

/** Defect K1: Falco's plugin looks for them in the rules of a role. */
function readMisplacedIps(node: Node, index: bigint | undefined): readonly string[] | undefined {
  const found = walk(node, ['rules', 'sourceIPs'], index);
  return found && readPresent(flattenArrays(found), 'strict');
}

function declareResponseFields({ scalar }: KubernetesDeclarer): FieldDeclaration[] {
  return [
    scalar('ka.resp.name', 'responseObject.metadata.name', 'Name of the object in the response.'),
    scalar('ka.response.code', 'responseStatus.code', 'HTTP status of the response.'),
    scalar('ka.response.reason', 'responseStatus.reason', 'Why the request failed.'),
    scalar('ka.useragent', 'userAgent', 'Program that made the request.'),
    scalar('ka.cluster.name', ['annotations', 'cluster_name'], 'Name of the cluster, where it is known.'),
  ];
}
