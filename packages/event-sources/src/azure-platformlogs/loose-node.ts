// A record as fields look at it: names in any case, JSON inside text opened. What was found is remembered, since one
// field often looks in many places; it is for one reading only.

import type { ByteString } from '@windhover/bytes';
import type { JsonKind, JsonMember, JsonNode } from '@windhover/json';
import { arrayElements, decodeString, objectMembers, parseJson } from '@windhover/json';
import { bytesOf } from '../envelope.ts';
import { lowerCase } from './lower-case.ts';

/** Columns that Log Analytics also has as `…_d`, where only one of the two may be filled. */
const doubledColumns = new Set<ByteString>(['properties', 'authorization', 'claims']);

export class LooseNode implements JsonNode {
  readonly kind: JsonKind;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  #members: readonly JsonMember[] | undefined;
  #elements: readonly JsonNode[] | undefined;
  #opened: LooseNode | undefined;
  readonly #children = new Map<JsonNode, LooseNode>();

  constructor({ kind, bytes, start, end }: JsonNode) {
    this.kind = kind;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** The member with this name, or else the first whose name differs in case only; of arrays, the element. */
  find(name: ByteString): LooseNode | undefined {
    const { kind } = this;
    if (kind === 'string') return this.#open()?.find(name);
    if (kind === 'array')
      return /^\d{1,9}$/.test(name) ? this.#wrap(this.elements()[Number(name)]) : undefined;
    const member = this.#findMember(name);
    if (!doubledColumns.has(name) || !isEmpty(member)) return member;
    return this.#findMember(`${name}_d`) ?? member;
  }

  /** Elements of an array, also of one that comes as text; none for anything else. */
  elements(): readonly JsonNode[] {
    if (this.kind === 'string') return this.#open()?.elements() ?? [];
    return (this.#elements ??= arrayElements(this));
  }

  /** The object or array that this text holds; every other node as it is. */
  opened(): LooseNode {
    return (this.kind === 'string' ? this.#open() : undefined) ?? this;
  }

  #findMember(name: ByteString): LooseNode | undefined {
    const members = (this.#members ??= objectMembers(this));
    const folded = lowerCase(name);
    const member =
      members.find((each) => each.name === name) ??
      members.find((each) => each.name.length === name.length && lowerCase(each.name) === folded);
    return this.#wrap(member?.value);
  }

  #wrap(node: JsonNode | undefined): LooseNode | undefined {
    if (node === undefined) return undefined;
    let child = this.#children.get(node);
    if (!child) this.#children.set(node, (child = new LooseNode(node)));
    return child;
  }

  #open(): LooseNode | undefined {
    if (this.#opened) return this.#opened;
    const text = decodeString(this);
    if (!/^[ \t\r\n]*[{[]/.test(text)) return undefined;
    const node = parseJson(bytesOf(text));
    return (this.#opened = node && new LooseNode(node));
  }
}

function isEmpty(node: JsonNode | undefined): boolean {
  if (node === undefined || node.kind === 'null') return true;
  return node.kind === 'string' && node.end - node.start === 2;
}
