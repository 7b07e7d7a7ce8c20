// Short forms in which the tables of this source declare their fields.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { declareField, pathOf } from '../declare-field.ts';
import type { FieldArgument, FieldDeclaration, FieldValue } from '../field.ts';
import { findText, loosen } from './find-loosely.ts';
import { readAzureText, readAzureUint64 } from './read-azure-value.ts';

const WHOLE_RECORD: JsonPath = [];

/** `a.b.c`, or a list where names hold dots. */
export type Route = ByteString | JsonPath;

function pathsOf(routes: readonly Route[]): readonly JsonPath[] {
  return routes.map((route) => (typeof route === 'string' ? pathOf(route) : route));
}

/** The value at the first route that has one, looked up loosely. */
export function textAt(root: JsonNode | undefined, ...routes: readonly Route[]): ByteString | undefined {
  return findText(root, pathsOf(routes));
}

type RoutedField = readonly [name: string, description: string, first: Route, ...others: Route[]];

/**
 * Text at the first of several routes. The first is what records of storage and Event Hubs have, spelt as they
 * spell it, so that the usual case costs no search of the record.
 */
export function declareText(...[name, description, ...routes]: RoutedField): FieldDeclaration {
  const read = createRoutedReader(routes);
  return declareField({
    name,
    description,
    paths: read.paths,
    read: ([first, root]) => read.text(first, root),
  });
}

/** The same for numbers. */
export function declareUint64(...[name, description, ...routes]: RoutedField): FieldDeclaration {
  const { paths, text } = createRoutedReader(routes);
  return declareField({
    name,
    description,
    type: 'uint64',
    paths,
    read: ([first, root]) => readAzureUint64(text(first, root)),
  });
}

function createRoutedReader(routes: readonly Route[]): {
  readonly paths: readonly JsonPath[];
  text(first: JsonNode | undefined, root: JsonNode | undefined): ByteString | undefined;
} {
  const loosePaths = pathsOf(routes);
  const [firstPath = WHOLE_RECORD] = loosePaths;
  return {
    paths: [firstPath, WHOLE_RECORD],
    text: (first, root) => readAzureText(first) ?? findText(root, loosePaths),
  };
}

interface HeaderField {
  readonly name: string;
  readonly description: string;
  /** Where the text usually stands, directly in the record. */
  readonly member: ByteString;
  /** Is given the text of that member, if it has any; only for other records is a search of the whole needed. */
  read(usual: ByteString | undefined, root: JsonNode): ByteString | undefined;
}

/** A field that most records have as a text member. */
export function declareHeader({ name, description, member, read }: HeaderField): FieldDeclaration {
  return declareField({
    name,
    description,
    paths: [member, WHOLE_RECORD],
    read([usual, root]) {
      const text = usual?.kind === 'string' ? readAzureText(usual) : undefined;
      return root?.kind === 'object' ? read(text, loosen(root)) : undefined;
    },
  });
}

interface ComputedField {
  readonly name: string;
  readonly description: string;
  readonly isList?: boolean;
  readonly type?: 'uint64';
  readonly argument?: FieldDeclaration['argument'];
  read(root: JsonNode, argument: FieldArgument | undefined): FieldValue | undefined;
}

/** A field worked out from the whole record. */
export function declareComputed({ read, ...field }: ComputedField): FieldDeclaration {
  return declareField({
    ...field,
    paths: [WHOLE_RECORD],
    read: ([root], _context, argument) =>
      root?.kind === 'object' ? read(loosen(root), argument) : undefined,
  });
}

/** Takes a text in brackets and cannot do without. */
export const REQUIRED_KEY = { required: true, index: false, key: true } as const;
/** May take the number of an element in brackets. */
export const OPTIONAL_INDEX = { required: false, index: true, key: false } as const;
