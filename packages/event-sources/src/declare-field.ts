// Short forms in which the tables of the event sources declare their fields.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import type { RecordContext } from './event-source.ts';
import type { FieldArgument, FieldDeclaration, FieldType, FieldValue } from './field.ts';
import { cutValue, readFlag, readJsonText, readText, readUint64 } from './read-value.ts';

/** Path from its usual notation: `userIdentity.type` → `['userIdentity', 'type']`. */
export function pathOf(dotted: ByteString): JsonPath {
  return dotted.split('.');
}

/** A field whose paths do not depend on its argument. Paths are written `a.b.c`, or as lists if names hold dots. */
export interface FixedField {
  readonly name: string;
  readonly description: string;
  readonly paths: readonly (ByteString | JsonPath)[];
  read(
    nodes: readonly (JsonNode | undefined)[],
    context: RecordContext,
    argument?: FieldArgument,
  ): FieldValue | undefined;
  /** `string` by default. */
  readonly type?: FieldType;
  readonly isList?: boolean;
  readonly argument?: FieldDeclaration['argument'];
  readonly hidden?: boolean;
}

export function declareField(field: FixedField): FieldDeclaration {
  const paths = field.paths.map((path) => (typeof path === 'string' ? pathOf(path) : path));
  return {
    name: field.name,
    type: field.type ?? 'string',
    isList: field.isList ?? false,
    ...(field.argument && { argument: field.argument }),
    ...(field.hidden && { hidden: true }),
    description: field.description,
    paths: () => paths,
    read: (nodes, context, argument) => cutValue(field.read(nodes, context, argument)),
  };
}

type PathField = readonly [name: string, path: ByteString | JsonPath, description: string];

/** Rule STR at one path. */
export function declareText(...[name, path, description]: PathField): FieldDeclaration {
  return declareField({ name, description, paths: [path], read: ([node]) => readText(node) });
}

/** Rule JSON at one path. */
export function declareJsonText(...[name, path, description]: PathField): FieldDeclaration {
  return declareField({ name, description, paths: [path], read: ([node]) => readJsonText(node) });
}

/** Rule BOOL at one path. */
export function declareFlag(...[name, path, description]: PathField): FieldDeclaration {
  return declareField({ name, description, paths: [path], read: ([node]) => readFlag(node) });
}

/** Rule U64 at one path. */
export function declareUint64(...[name, path, description]: PathField): FieldDeclaration {
  return declareField({
    name,
    description,
    type: 'uint64',
    paths: [path],
    read: ([node]) => readUint64(node),
  });
}

/** Another name for a field, kept out of lists. */
export function declareAlias(name: string, target: FieldDeclaration): FieldDeclaration {
  return { ...target, name, hidden: true, description: `Same as \`${target.name}\`.` };
}
