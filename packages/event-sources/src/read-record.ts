// Reading fields of one record by looking up their paths: the interpreter's way, and the reference for the fast form.

import type { JsonNode } from '@windhover/json';
import { findPath, parseJson } from '@windhover/json';
import type { RecordContext, SourceRecord } from './event-source.ts';
import type { FieldArgument, FieldDeclaration, FieldValue } from './field.ts';

/** Parse the payload as the plugins do: bytes U+0000 at its end do not count. */
export function parseRecord({ bytes, start, end }: SourceRecord): JsonNode | undefined {
  let trimmed = end;
  while (trimmed > start && bytes[trimmed - 1] === 0) trimmed--;
  return parseJson(bytes, start, trimmed);
}

/** The value of a field in a record, undefined where it has none. */
export function readField(
  field: FieldDeclaration,
  context: RecordContext,
  argument?: FieldArgument,
): FieldValue | undefined {
  const { root } = context;
  const nodes = field.paths(argument).map((path) => root && findPath(root, path));
  return field.read(nodes, context, argument);
}

/** The same for output in JSON, where some fields show another value. */
export function readJsonFieldValue(
  field: FieldDeclaration,
  context: RecordContext,
  argument?: FieldArgument,
): FieldValue | undefined {
  const value = readField(field, context, argument);
  if (value === undefined || Array.isArray(value) || !field.jsonValue) return value;
  return field.jsonValue(value as Exclude<FieldValue, readonly unknown[]>, context);
}
