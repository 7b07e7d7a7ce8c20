// Instances and images, spec sources-aws.md §2.9.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember } from '@windhover/json';
import { declareField } from '../declare-field.ts';
import type { FieldDeclaration } from '../field.ts';
import { readStringOnly, readText } from '../read-value.ts';

type Node = JsonNode | undefined;

const imagePaths = [
  'responseElements.instancesSet.items',
  'requestParameters.imageId',
  'requestParameters.DescribeFastLaunchImagesRequest.ImageId.content',
  'requestParameters.launchSpecification.imageId',
];

function elementsOf(node: Node): readonly JsonNode[] {
  return node?.kind === 'array' ? arrayElements(node) : [];
}

function memberOf(node: Node, name: ByteString): Node {
  return node?.kind === 'object' ? findMember(node, name) : undefined;
}

/** Images of the launched instances if the response lists any, otherwise the image that was asked for. */
function readImageIds(
  [launched, ...requested]: readonly Node[],
  index: bigint | undefined,
): readonly ByteString[] | undefined {
  if (launched !== undefined) {
    const instances = elementsOf(launched);
    return index === undefined ? readAllImageIds(instances) : readImageIdAt(instances, index);
  }
  if (index !== undefined && index !== 0n) return undefined;
  const imageId = readText(requested.find((node) => node !== undefined));
  return imageId === undefined ? undefined : [imageId];
}

function readAllImageIds(instances: readonly JsonNode[]): readonly ByteString[] | undefined {
  const imageIds = instances
    .map((instance) => readText(memberOf(instance, 'imageId')))
    .filter((id) => id !== undefined && id !== '');
  return imageIds.length === 0 ? undefined : (imageIds as ByteString[]);
}

function readImageIdAt(instances: readonly JsonNode[], index: bigint): readonly ByteString[] | undefined {
  if (index >= BigInt(instances.length)) return undefined;
  const imageId = readText(memberOf(instances[Number(index)], 'imageId'));
  return imageId === undefined ? undefined : [imageId];
}

/** The `Name` tag of the last instance among the tag specifications. */
function readInstanceName(specifications: Node): ByteString | undefined {
  let name: ByteString | undefined;
  for (const specification of elementsOf(specifications)) {
    if (readStringOnly(memberOf(specification, 'resourceType')) !== 'instance') continue;
    const tag = elementsOf(memberOf(specification, 'tags')).find(
      (each) => readStringOnly(memberOf(each, 'key')) === 'Name',
    );
    if (tag) name = readText(memberOf(tag, 'value')) ?? '';
  }
  return name || undefined;
}

export const ec2Fields: readonly FieldDeclaration[] = [
  declareField({
    name: 'ec2.name',
    description: '`Name` tag of the instance in the request.',
    paths: ['requestParameters.tagSpecificationSet.items'],
    read: ([specifications]) => readInstanceName(specifications),
  }),
  declareField({
    name: 'ec2.imageid',
    description: 'Image of the first instance in the response, or else in the request.',
    paths: imagePaths,
    read: (nodes) => readImageIds(nodes, 0n)?.[0],
  }),
  declareField({
    name: 'ec2.imageids',
    description:
      'Images of the instances in the response, or else in the request; with an index, one of them.',
    isList: true,
    argument: { required: false, index: true, key: false },
    paths: imagePaths,
    read: (nodes, _context, argument) => readImageIds(nodes, argument?.index),
  }),
];
