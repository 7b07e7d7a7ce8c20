// Fields of the containers of a pod, spec sources-k8s-okta-github.md §A.5.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember, findPath } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { FieldDeclaration } from '../field.ts';
import { readStringOnly } from '../read-value.ts';
import type { KubernetesDeclarer } from './declare-kubernetes-field.ts';
import { readImages, readRepository } from './image.ts';
import { dropHoles, flattenArrays, readPresent, readScalar } from './read-kubernetes-value.ts';
import type { Walked } from './walk.ts';
import { walk } from './walk.ts';

/** The three lists of containers that a pod has, as descriptions call what is in them. */
const lists = [
  ['containers', 'container'],
  ['initContainers', 'init container'],
  ['ephemeralContainers', 'ephemeral container'],
] as const;

export function declareContainerFields(declare: KubernetesDeclarer): readonly FieldDeclaration[] {
  return lists.flatMap(([list, noun]) => declareFieldsOf(list, noun, declare));
}

function declareFieldsOf(list: string, noun: string, declare: KubernetesDeclarer): FieldDeclaration[] {
  const { compatibility } = declare;
  const isFixed = compatibility === 'fixed';
  const prefix = `ka.req.pod.${list}`;
  const path = `spec.${list}`;

  const walked = (
    name: string,
    subPath: string,
    description: string,
    read: (found: Walked) => readonly ByteString[] | undefined = (found) => readPresent(found, compatibility),
  ): FieldDeclaration =>
    declare.walked({ name: `${prefix}.${name}`, path: `${path}.${subPath}`, description, read });

  const secured = (name: string, member: string, description: string): FieldDeclaration =>
    walked(name, `securityContext.${member}`, description);

  return [
    walked('name', 'name', `Name of each ${noun}.`, (found) => readImages(found, compatibility)),
    walked('image', 'image', `Image of each ${noun}.`, (found) => readImages(found, compatibility)),
    walked('image.repository', 'image', `Image of each ${noun} without tag and digest.`, (found) =>
      readImages(found, compatibility)?.map((image) => readRepository(image, compatibility)),
    ),
    walked('command', 'command', `Command of each ${noun}, its parts joined by blanks.`, joinWords),
    walked('args', 'args', `Arguments of each ${noun}, joined by blanks.`, joinWords),
    walked('privileged', 'securityContext.privileged', `Whether each ${noun} is privileged.`),
    secured(
      'allow_privilege_escalation',
      'allowPrivilegeEscalation',
      `Whether processes of each ${noun} may gain privileges.`,
    ),
    secured(
      'read_only_fs',
      'readOnlyRootFilesystem',
      `Whether the file system of each ${noun} is read-only.`,
    ),
    secured('run_as_user', 'runAsUser', `User id that each ${noun} asks for.`),
    secured('run_as_group', 'runAsGroup', `Group id that each ${noun} asks for.`),
    secured('proc_mount', 'procMount', `How \`/proc\` is mounted in each ${noun}.`),
    walked(
      'add_capabilities',
      'securityContext.capabilities.add',
      `Capabilities that are added to any ${noun}.`,
      (found) => readPresent(isFixed ? flattenArrays(found) : found, compatibility),
    ),
    declareEffective(declare, list, 'eff_run_as_user', 'runAsUser', `User id that each ${noun} gets.`),
    declareEffective(declare, list, 'eff_run_as_group', 'runAsGroup', `Group id that each ${noun} gets.`),
    ...(list === 'ephemeralContainers'
      ? []
      : [
          walked('host_port', 'ports', `Ports of the host that each ${noun} asks for.`, (found) =>
            readPresent(flattenPorts(found), compatibility),
          ),
        ]),
  ];
}

/** Words of every command; none at all if one of them is no list of strings. */
function joinWords(found: Walked): readonly ByteString[] | undefined {
  const commands: ByteString[] = [];
  for (const node of found) {
    if (node === undefined) continue;
    if (node.kind !== 'array') return undefined;
    const words = arrayElements(node).map((word) => readStringOnly(word));
    if (words.includes(undefined)) return undefined;
    commands.push(words.join(' '));
  }
  return dropHoles(commands);
}

function flattenPorts(found: Walked): readonly (JsonNode | undefined)[] {
  return flattenArrays(found).map(
    (port) => findMember(port, 'hostPort') ?? findMember(port, 'containerPort'),
  );
}

/**
 * The id that a container gets, or that of the pod, or 0. Defect K4: Falco's plugin looks beside the security contexts
 * and so nearly always finds 0.
 */
function declareEffective(
  declare: KubernetesDeclarer,
  list: string,
  name: string,
  member: string,
  description: string,
): FieldDeclaration {
  const { compatibility } = declare;
  const own = compatibility === 'fixed' ? `securityContext.${member}` : member;
  const containerPath = pathOf(`spec.${list}.${own}`);
  const podPath = pathOf(`spec.${own}`);
  return declare.field({
    name: `ka.req.pod.${list}.${name}`,
    description,
    isList: true,
    argument: { required: false, index: true, key: false },
    paths: ['requestObject'],
    read([requestObject], argument) {
      const found = walk(requestObject, containerPath, argument?.index);
      if (!found || !requestObject) return undefined;
      const ofPod = readScalar(findPath(requestObject, podPath), compatibility) ?? '0';
      return dropHoles(found.map((node) => readScalar(node, compatibility) ?? ofPod));
    },
  });
}
