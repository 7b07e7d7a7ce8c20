// Looking into objects and arrays of accepted JSON.
import type { ByteString } from '@windhover/bytes';
import { decodeStringText, hasEscape } from './decode-string.ts';
import { createNode, kindAt, type JsonNode, type JsonPath } from './node.ts';
import { skipValue } from './skip-value.ts';
import { passString, skipWhitespace } from './validate-json.ts';

export interface JsonMember {
  /** The name, escapes decoded. */
  readonly name: ByteString;
  readonly value: JsonNode;
}

/** The members of an object in document order, duplicates included; nothing for other kinds. */
export function objectMembers(node: JsonNode): JsonMember[] {
  const members: JsonMember[] = [];
  walkMembers(node, (nameStart, nameEnd, valueStart, valueEnd) => {
    const name = decodeStringText(node.bytes, nameStart, nameEnd);
    members.push({
      name,
      value: createNode(kindAt(node.bytes, valueStart), node.bytes, valueStart, valueEnd),
    });
    return false;
  });
  return members;
}

/** The elements of an array; none for other kinds. */
export function arrayElements(node: JsonNode): JsonNode[] {
  const elements: JsonNode[] = [];
  walkElements(node, (start, end) => {
    elements.push(createNode(kindAt(node.bytes, start), node.bytes, start, end));
    return false;
  });
  return elements;
}

/**
 * The first member with this name. A name written without escapes is found first; only when there is none are the
 * escapes of the other names decoded (as the plugins' parser does). Undefined on other kinds.
 */
export function findMember(node: JsonNode, name: ByteString): JsonNode | undefined {
  let found: JsonNode | undefined;
  let escapedNames = false;
  const { bytes } = node;
  // Names with a backslash are only looked for among decoded names: `a\nb` as written means another name.
  const mayBeWrittenAsIs = !name.includes('\\');
  walkMembers(node, (nameStart, nameEnd, valueStart, valueEnd) => {
    if (mayBeWrittenAsIs && isSameText(bytes, nameStart, nameEnd, name)) {
      found = createNode(kindAt(bytes, valueStart), bytes, valueStart, valueEnd);
      return true;
    }
    escapedNames ||= hasEscape(bytes, nameStart, nameEnd);
    return false;
  });
  if (found !== undefined || !escapedNames) return found;
  return objectMembers(node).find((member) => member.name === name)?.value;
}

/** As `findMember`; without an exact match the first name that differs only in the case of ASCII letters. */
export function findMemberIgnoringCase(node: JsonNode, name: ByteString): JsonNode | undefined {
  const exact = findMember(node, name);
  if (exact !== undefined) return exact;
  const folded = foldAsciiCase(name);
  let found: JsonNode | undefined;
  const { bytes } = node;
  walkMembers(node, (nameStart, nameEnd, valueStart, valueEnd) => {
    const isCandidate = nameEnd - nameStart === name.length || hasEscape(bytes, nameStart, nameEnd);
    if (!isCandidate || foldAsciiCase(decodeStringText(bytes, nameStart, nameEnd)) !== folded) return false;
    found = createNode(kindAt(bytes, valueStart), bytes, valueStart, valueEnd);
    return true;
  });
  return found;
}

/** The element with this index; undefined when out of range or not an array. */
export function elementAt(node: JsonNode, index: number): JsonNode | undefined {
  let found: JsonNode | undefined;
  let count = 0;
  walkElements(node, (start, end) => {
    if (count++ !== index) return false;
    found = createNode(kindAt(node.bytes, start), node.bytes, start, end);
    return true;
  });
  return found;
}

/** Follow a path: members of objects, decimal indexes of arrays (spec sources-aws.md, Conventions). */
export function findPath(root: JsonNode, path: JsonPath): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (node.kind === 'object') node = findMember(node, step);
    else if (node.kind === 'array') node = findIndexedElement(node, step);
    else return undefined;
  }
  return node;
}

/**
 * A path step as an array index, as Go reads integers: an optional sign, leading zeros allowed. Undefined for any
 * other text and for negative numbers.
 */
export function parseArrayIndex(step: ByteString): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(step)) return undefined;
  const index = Number(step);
  return index >= 0 && Number.isSafeInteger(index) ? Math.abs(index) : undefined;
}

function findIndexedElement(node: JsonNode, step: ByteString): JsonNode | undefined {
  const index = parseArrayIndex(step);
  return index === undefined ? undefined : elementAt(node, index);
}

/** Visit the members of an object until `visit` returns true. Names are given without their quotes. */
function walkMembers(
  node: JsonNode,
  visit: (nameStart: number, nameEnd: number, valueStart: number, valueEnd: number) => boolean,
): void {
  if (node.kind !== 'object') return;
  const { bytes, end } = node;
  let at = skipWhitespace(bytes, node.start + 1, end);
  while (at < end && bytes[at] === 0x22) {
    const afterName = passString(bytes, at, end);
    const colon = skipWhitespace(bytes, afterName, end);
    const valueStart = skipWhitespace(bytes, colon + 1, end);
    const valueEnd = skipValue(bytes, valueStart, end);
    if (visit(at + 1, afterName - 1, valueStart, valueEnd)) return;
    const separator = skipWhitespace(bytes, valueEnd, end);
    at = skipWhitespace(bytes, separator + 1, end);
  }
}

function walkElements(node: JsonNode, visit: (start: number, end: number) => boolean): void {
  if (node.kind !== 'array') return;
  const { bytes, end } = node;
  let at = skipWhitespace(bytes, node.start + 1, end);
  while (at < end - 1) {
    const valueEnd = skipValue(bytes, at, end);
    if (visit(at, valueEnd)) return;
    const separator = skipWhitespace(bytes, valueEnd, end);
    at = skipWhitespace(bytes, separator + 1, end);
  }
}

function isSameText(bytes: Uint8Array, start: number, end: number, text: ByteString): boolean {
  if (end - start !== text.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

function foldAsciiCase(text: ByteString): ByteString {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
