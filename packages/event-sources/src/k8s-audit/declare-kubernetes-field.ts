// Short forms in which the tables of ka.* fields are written.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { pathOf } from '../declare-field.ts';
import type { Compatibility, FieldArgument, FieldDeclaration, FieldValue } from '../field.ts';
import { readList, readScalar } from './read-kubernetes-value.ts';
import type { Walked } from './walk.ts';
import { walk } from './walk.ts';

/** Declares fields for one compatibility; those of `strict` have no value in events without `auditID`. */
export interface KubernetesDeclarer {
  readonly compatibility: Compatibility;
  /** Rule KSTR at one path. */
  scalar(name: string, path: ByteString | JsonPath, description: string): FieldDeclaration;
  /** Rule KLIST at one path. */
  list(name: string, path: ByteString, description: string): FieldDeclaration;
  /** A list of what a walk finds, with an optional index. */
  walked(field: WalkedField): FieldDeclaration;
  field(field: KubernetesField): FieldDeclaration;
}

export interface KubernetesField {
  readonly name: string;
  readonly description: string;
  readonly paths: readonly (ByteString | JsonPath)[];
  readonly isList?: boolean;
  readonly argument?: FieldDeclaration['argument'];
  read(nodes: readonly (JsonNode | undefined)[], argument?: FieldArgument): FieldValue | undefined;
}

export interface WalkedField {
  readonly name: string;
  readonly description: string;
  /** Below `requestObject`. */
  readonly path: ByteString;
  read(found: Walked): readonly ByteString[] | undefined;
}

const AUDIT_ID: JsonPath = ['auditID'];
const optionalIndex = { required: false, index: true, key: false };

export function createDeclarer(compatibility: Compatibility): KubernetesDeclarer {
  const guard = compatibility === 'strict' ? [AUDIT_ID] : [];

  function field({ paths, read, isList = false, argument, ...rest }: KubernetesField): FieldDeclaration {
    const split = paths.map((path) => (typeof path === 'string' ? pathOf(path) : path));
    const all = [...guard, ...split];
    return {
      ...rest,
      ...(argument && { argument }),
      type: 'string',
      isList,
      paths: () => all,
      read(nodes, _context, given) {
        if (guard.length > 0 && nodes[0] === undefined) return undefined;
        return read(nodes.slice(guard.length), given);
      },
    };
  }

  return {
    compatibility,
    field,
    scalar: (name, path, description) =>
      field({ name, description, paths: [path], read: ([node]) => readScalar(node, compatibility) }),
    list: (name, path, description) =>
      field({
        name,
        description,
        isList: true,
        paths: [path],
        read: ([node]) => readList(node, compatibility),
      }),
    walked({ path, read, ...rest }) {
      const steps = pathOf(path);
      return field({
        ...rest,
        isList: true,
        argument: optionalIndex,
        paths: ['requestObject'],
        read([requestObject], argument) {
          const found = walk(requestObject, steps, argument?.index);
          return found && read(found);
        },
      });
    },
  };
}
