// The payload that Falco's plugin makes of an event: decoded into a fixed structure by Go and encoded again, spec §B.1.

import type { ByteString } from '@windhover/bytes';
import { decodeByteString, encodeByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, isStrictJson, objectMembers, rawText } from '@windhover/json';
import type { ObjectShape, Shape } from './payload-shape.ts';
import { eventShape } from './payload-shape.ts';
import { findName } from './find-name.ts';

type Decoded = string | bigint | number | DecodedObject | DecodedList;
type DecodedObject = Map<string, Decoded>;
/** Elements beyond `length` are what an earlier, longer list of the same name left; later ones are merged into them. */
interface DecodedList {
  readonly elements: DecodedObject[];
  length: number;
}

/** The payload, or undefined for what the plugin cannot decode. */
export function encodePayload(event: JsonNode): ByteString | undefined {
  if (!isStrictJson(event)) return undefined;
  const decoded: DecodedObject = new Map();
  return decodeObject(event, eventShape, decoded)
    ? encodeByteString(encodeObject(decoded, eventShape))
    : undefined;
}

/** Fill `into` from a node; false where types do not match. `null` leaves everything as it was. */
function decodeObject(node: JsonNode, shape: ObjectShape, into: DecodedObject): boolean {
  if (node.kind === 'null') return true;
  if (node.kind !== 'object') return false;
  return objectMembers(node).every(({ name, value }) => {
    const known = findName(shape, name);
    const member = known === undefined ? undefined : shape.members.get(known);
    return known === undefined || member === undefined || decodeMember(value, member, known, into);
  });
}

function decodeMember(node: JsonNode, shape: Shape, name: string, into: DecodedObject): boolean {
  switch (shape.kind) {
    case 'object': {
      const object = (into.get(name) ?? new Map()) as DecodedObject;
      into.set(name, object);
      return decodeObject(node, shape, object);
    }
    case 'list':
      return decodeList(node, shape.element, name, into);
    default: {
      if (node.kind === 'null') return true;
      const scalar = decodeScalar(node, shape.kind);
      if (scalar === undefined) return false;
      into.set(name, scalar);
      return true;
    }
  }
}

function decodeList(node: JsonNode, shape: ObjectShape, name: string, into: DecodedObject): boolean {
  if (node.kind !== 'array' && node.kind !== 'null') return false;
  const elements = arrayElements(node);
  if (elements.length === 0) return into.delete(name) || true;
  const list = (into.get(name) ?? { elements: [], length: 0 }) as DecodedList;
  into.set(name, list);
  list.length = elements.length;
  return elements.every((element, index) => {
    const object = list.elements[index] ?? new Map();
    list.elements[index] = object;
    return decodeObject(element, shape, object);
  });
}

const MAX_INT64 = 2n ** 63n - 1n;

function decodeScalar(node: JsonNode, kind: 'text' | 'flag' | 'integer' | 'float'): Decoded | undefined {
  if (kind === 'flag' && (node.kind === 'true' || node.kind === 'false')) return node.kind;
  if (kind === 'text' || kind === 'flag')
    return node.kind === 'string' ? decodeText(rawText(node)) : undefined;
  if (node.kind !== 'number') return undefined;
  const text = rawText(node);
  if (kind === 'float') return Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value > MAX_INT64 || value < -MAX_INT64 - 1n ? undefined : value;
}

const UTF8 =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;
const REPLACEMENT = '\xef\xbf\xbd';

/** A string as Go decodes it: every byte that is not UTF-8 and every half of a surrogate pair is replaced. */
function decodeText(quoted: ByteString): string {
  const valid = quoted.replace(UTF8, (sequence) => (sequence.length === 1 ? REPLACEMENT : sequence));
  return (JSON.parse(decodeByteString(valid)) as string).toWellFormed();
}

function encodeObject(decoded: DecodedObject, { members }: ObjectShape): string {
  const written: string[] = [];
  for (const [name, shape] of members) {
    const json = encodeMember(decoded.get(name), shape);
    if (json !== undefined) written.push(`"${name}":${json}`);
  }
  return `{${written.join(',')}}`;
}

/** Undefined for what is left out. */
function encodeMember(decoded: Decoded | undefined, shape: Shape): string | undefined {
  switch (shape.kind) {
    case 'object':
      return encodeObject((decoded ?? new Map()) as DecodedObject, shape);
    case 'list': {
      if (decoded === undefined) return undefined;
      const { elements, length } = decoded as DecodedList;
      return `[${elements
        .slice(0, length)
        .map((element) => encodeObject(element, shape.element))
        .join(',')}]`;
    }
    case 'text':
    case 'flag':
      return decoded === undefined || decoded === ''
        ? shape.isOptional
          ? undefined
          : '""'
        : quote(decoded as string);
    default:
      return decoded === undefined || Number(decoded) === 0 ? undefined : String(decoded);
  }
}

/** A string as Go writes it, HTML characters and line separators escaped. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
