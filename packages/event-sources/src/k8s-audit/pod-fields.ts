// Fields of a pod as a whole, of its volumes, and the older fields of its first container.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, elementAt, objectMembers } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { FieldDeclaration } from '../field.ts';
import type { KubernetesDeclarer } from './declare-kubernetes-field.ts';
import { readImages, readRepository } from './image.ts';
import { dropHoles, readPresent } from './read-kubernetes-value.ts';
import { walk } from './walk.ts';

const requestObject = ['requestObject'] as const;
const imagePath = pathOf('spec.containers.image');
const privilegedPath = pathOf('spec.containers.securityContext.privileged');
const volumesPath = pathOf('spec.volumes');
const hostPath = pathOf('spec.volumes.hostPath.path');
const requiredKey = { required: true, index: false, key: true };

export function declarePodFields(declare: KubernetesDeclarer): readonly FieldDeclaration[] {
  const { compatibility, scalar, field } = declare;
  const firstImage = (node: JsonNode | undefined): ByteString | undefined => {
    const found = walk(node, imagePath, 0n);
    return found && readImages(found, compatibility)?.[0];
  };
  return [
    field({
      name: 'ka.req.container.image',
      description: 'Image of the first container of the pod.',
      paths: requestObject,
      read: ([node]) => firstImage(node),
    }),
    field({
      name: 'ka.req.container.image.repository',
      description: 'Image of the first container without tag and digest.',
      paths: requestObject,
      read([node]) {
        const image = firstImage(node);
        return image === undefined ? undefined : readRepository(image, compatibility);
      },
    }),
    scalar('ka.req.pod.host_ipc', 'requestObject.spec.hostIPC', "Whether the pod uses the host's IPC."),
    scalar(
      'ka.req.pod.host_network',
      'requestObject.spec.hostNetwork',
      "Whether the pod uses the host's network.",
    ),
    scalar(
      'ka.req.container.host_network',
      'requestObject.spec.hostNetwork',
      'Same as `ka.req.pod.host_network`.',
    ),
    scalar('ka.req.pod.host_pid', 'requestObject.spec.hostPID', "Whether the pod sees the host's processes."),
    field({
      name: 'ka.req.container.privileged',
      description: '`true` if any container of the pod is privileged.',
      paths: requestObject,
      read([node]) {
        const found = walk(node, privilegedPath);
        return found && (found.some((flag) => flag?.kind === 'true') ? 'true' : 'false');
      },
    }),
    scalar(
      'ka.req.pod.run_as_user',
      'requestObject.spec.securityContext.runAsUser',
      'User id for all containers of the pod.',
    ),
    scalar(
      'ka.req.pod.run_as_group',
      'requestObject.spec.securityContext.runAsGroup',
      'Group id for all containers of the pod.',
    ),
    scalar(
      'ka.req.pod.fs_group',
      'requestObject.spec.securityContext.fsGroup',
      "Group id that owns the pod's volumes.",
    ),
    declare.list(
      'ka.req.pod.supplemental_groups',
      'requestObject.spec.securityContext.supplementalGroups',
      'Further group ids of processes in the pod.',
    ),
    ...declareVolumeFields(declare),
  ];
}

function declareVolumeFields({ compatibility, field, walked }: KubernetesDeclarer): FieldDeclaration[] {
  return [
    walked({
      name: 'ka.req.pod.volumes.hostpath',
      description: 'Paths of the host that the pod mounts.',
      path: 'spec.volumes.hostPath.path',
      read: (found) => readPresent(found, compatibility),
    }),
    walked({
      name: 'ka.req.pod.volumes.flexvolume_driver',
      description: 'Drivers of FlexVolumes that the pod mounts.',
      path: 'spec.volumes.flexVolume.driver',
      read: (found) => readPresent(found, compatibility),
    }),
    field({
      name: 'ka.req.pod.volumes.volume_type',
      description: 'Kinds of volumes that the pod mounts, e.g. `emptyDir`.',
      isList: true,
      argument: { required: false, index: true, key: false },
      paths: requestObject,
      read: ([node], argument) => readVolumeTypes(node, argument?.index),
    }),
    field({
      name: 'ka.req.volume.hostpath',
      description: '`true` if the pod mounts this path of the host; a `*` at its end stands for any rest.',
      argument: requiredKey,
      paths: requestObject,
      read([node], argument) {
        const found = walk(node, hostPath);
        if (!found) return undefined;
        const mounted = readPresent(found, compatibility) ?? [];
        return mounted.some((path) => isCovered(path, argument?.text ?? '')) ? 'true' : 'false';
      },
    }),
  ];
}

function isCovered(path: ByteString, pattern: ByteString): boolean {
  return path === pattern || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}

/** Member names of the volumes beside `name`. What Falco's plugin crashes on (defect K7) has none. */
function readVolumeTypes(
  node: JsonNode | undefined,
  index: bigint | undefined,
): readonly ByteString[] | undefined {
  const found = walk(node, volumesPath, index) ?? [];
  const volumes = found.flatMap((each) => {
    if (each?.kind !== 'array') return [each];
    return index === undefined ? arrayElements(each) : [elementAt(each, Number(index))];
  });
  const names = volumes.flatMap((volume) => (volume ? objectMembers(volume).map(({ name }) => name) : []));
  return dropHoles(names.filter((name) => name !== 'name'));
}
