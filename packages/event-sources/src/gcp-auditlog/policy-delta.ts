// What a change of an IAM policy added and removed, spec sources-gcp.md §2.

import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { Compatibility, FieldDeclaration } from '../field.ts';
import { readStringOnly, readText } from '../read-value.ts';
import { readStructure } from './read-structure.ts';

type Node = JsonNode | undefined;

const paths = [
  'resource.type',
  'protoPayload.serviceData.policyDelta.bindingDeltas',
  'protoPayload.metadata.datasetChange.bindingDeltas',
  'protoPayload.metadata.policyDelta.bindingDeltas',
] as const;

/** Defect G2: Falco's plugin finds the changes of buckets and of BigQuery datasets only. */
function findStrictly([type, serviceData, dataset]: readonly Node[]): Node {
  return readStringOnly(type) === 'gcs_bucket' ? serviceData : dataset;
}

function findDeltas([type, serviceData, dataset, metadata]: readonly Node[]): Node {
  return readStringOnly(type) === 'bigquery_dataset'
    ? (dataset ?? serviceData ?? metadata)
    : (serviceData ?? dataset ?? metadata);
}

export function createPolicyDeltaField(compatibility: Compatibility): FieldDeclaration {
  return declareField({
    name: 'gcp.policyDelta',
    description: 'Changes of an IAM policy: action, member and role of each, as JSON text.',
    paths,
    read: (nodes) =>
      compatibility === 'strict' ? readText(findStrictly(nodes)) : readStructure(findDeltas(nodes)),
  });
}

function declarePart(name: string, member: string, description: string): FieldDeclaration {
  return declareField({
    name,
    description,
    isList: true,
    paths,
    read(nodes) {
      const deltas = findDeltas(nodes);
      const parts = deltas
        ? arrayElements(deltas).map((delta) => readStringOnly(findMember(delta, member)))
        : [];
      const found = parts.filter((part) => part !== undefined);
      return found.length === 0 ? undefined : found;
    },
  });
}

/** Parts of the changes, each as a list in the order of the changes. */
export const policyDeltaParts: readonly FieldDeclaration[] = [
  declarePart('gcp.policyDelta.members', 'member', 'Who gained or lost a role.'),
  declarePart('gcp.policyDelta.roles', 'role', 'Roles that were granted or taken away.'),
  declarePart('gcp.policyDelta.actions', 'action', '`ADD` or `REMOVE` for each change of the policy.'),
];
