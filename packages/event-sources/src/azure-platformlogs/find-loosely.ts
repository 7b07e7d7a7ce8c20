// Azure's services do not agree on the case of member names, and often put JSON into text.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import { arrayElements, decodeString, elementAt, findMemberIgnoringCase, parseJson } from '@windhover/json';
import { bytesOf } from '../envelope.ts';
import { readAzureText } from './read-azure-value.ts';

/** Columns that Log Analytics also has as `…_d`, where only one of the two may be filled. */
const doubledColumns = new Set<ByteString>(['properties', 'authorization', 'claims']);

/**
 * What stands at the path. Names match exactly or, failing that, without regard to case; text that holds JSON is
 * opened on the way. Arrays are stepped into by decimal index.
 */
export function findLoosely(node: JsonNode | undefined, path: JsonPath): JsonNode | undefined {
  let found = node;
  for (const name of path) {
    if (found === undefined) return undefined;
    found = memberOf(openText(found), name);
  }
  return found;
}

function memberOf(node: JsonNode, name: ByteString): JsonNode | undefined {
  if (node.kind === 'array') return /^\d{1,9}$/.test(name) ? elementAt(node, Number(name)) : undefined;
  if (node.kind !== 'object') return undefined;
  const member = findMemberIgnoringCase(node, name);
  if (!doubledColumns.has(name) || !isEmpty(member)) return member;
  return findMemberIgnoringCase(node, `${name}_d`) ?? member;
}

function isEmpty(node: JsonNode | undefined): boolean {
  if (node === undefined || node.kind === 'null') return true;
  return node.kind === 'string' && node.end - node.start === 2;
}

/** The object or array that this text holds; every other node as it is. */
export function openText(node: JsonNode): JsonNode {
  if (node.kind !== 'string') return node;
  const text = decodeString(node);
  if (!/^[ \t\r\n]*[{[]/.test(text)) return node;
  const bytes = bytesOf(text);
  return parseJson(bytes, 0, bytes.length) ?? node;
}

/** Elements of an array, also of one that comes as text; none for anything else. */
export function listElements(node: JsonNode | undefined): readonly JsonNode[] {
  const array = node && openText(node);
  return array?.kind === 'array' ? arrayElements(array) : [];
}

/** The value at the first of these paths that has one (rule AZ). */
export function findText(node: JsonNode | undefined, paths: readonly JsonPath[]): ByteString | undefined {
  for (const path of paths) {
    const text = readAzureText(findLoosely(node, path));
    if (text !== undefined) return text;
  }
  return undefined;
}
