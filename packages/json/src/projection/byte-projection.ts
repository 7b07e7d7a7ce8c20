// The projection in TypeScript: the reference, and what runs where WebAssembly SIMD does not.

import { createNode, type JsonNode, type JsonPath } from '../node.ts';
import { MAX_DEPTH, passScalar, skipWhitespace } from '../validate-json.ts';
import { createPathTrie, nameHash, NONE, ROOT, type PathTrie } from './path-trie.ts';
import { INCOMPLETE, INVALID, type Projection } from './projection.ts';
import { kindOfSlot, SlotKind } from './slots.ts';
import { settleSlots } from './settle-slots.ts';
import { ByteValueTable } from './byte-value-table.ts';
import type { ValueTable } from './value-table.ts';

const {
  absent: ABSENT,
  object: OBJECT,
  array: ARRAY,
  string: STRING,
  escapedString: ESCAPED_STRING,
  number: NUMBER,
  true: TRUE,
  false: FALSE,
  null: NULL,
} = SlotKind;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
/** No word of JSON is longer: a scalar that fails this close to the end may only be cut. */
const LONGEST_WORD = 5;
/** From an opening to its closing bracket in ASCII. */
const TO_CLOSING = 2;
const SPACE = 0x20;

/** Create a projection of `paths`, with tables for `groups` of them, that reads bytes one by one. */
export function createByteProjection(
  paths: readonly JsonPath[],
  groups: readonly (readonly number[])[],
): Projection {
  return new ByteProjection(paths, groups);
}

class ByteProjection implements Projection {
  readonly slotOfPath: readonly number[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  readonly tables: readonly ValueTable[];
  readonly filter = undefined;
  readonly #paths: readonly JsonPath[];
  readonly #trie: PathTrie;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Whether the last record had something at a watched level that one pass over raw names does not settle. */
  #isUnsettled = false;

  /** What encloses each open container: its bracket, the slot it fills, whether paths lead on from there, the next element. */
  readonly #brackets = new Uint8Array(MAX_DEPTH + 1);
  readonly #slots = new Int32Array(MAX_DEPTH + 1);
  readonly #parents = new Int32Array(MAX_DEPTH + 1);
  readonly #indexes = new Int32Array(MAX_DEPTH + 1);

  constructor(paths: readonly JsonPath[], groups: readonly (readonly number[])[]) {
    this.#paths = paths;
    this.#trie = createPathTrie(paths);
    this.slotOfPath = this.#trie.slotOfPath;
    this.starts = new Int32Array(this.#trie.size);
    this.ends = new Int32Array(this.#trie.size);
    this.kinds = new Uint8Array(this.#trie.size);
    this.tables = groups.map((group) => new ByteValueTable(group, this, () => this.#bytes));
  }

  load(bytes: Uint8Array): void {
    this.#bytes = bytes;
  }

  scan(start: number, end: number): boolean {
    const first = skipWhitespace(this.#bytes, start, end);
    if (first === end) return false;
    const last = this.scanValue(first, end);
    return last >= 0 && skipWhitespace(this.#bytes, last, end) === end;
  }

  scanValue(start: number, end: number): number {
    const last = this.#pass(start, end);
    if (this.#isUnsettled && last >= 0) settleSlots(this, this.#paths, this.#bytes, start, last);
    return last;
  }

  nodeOf(path: number): JsonNode | undefined {
    const slot = this.slotOfPath[path]!;
    const kind = kindOfSlot(this.kinds[slot]!);
    return kind && createNode(kind, this.#bytes, this.starts[slot]!, this.ends[slot]!);
  }

  /** One pass over one value. Assumes `start < end` and no white space at `start`. */
  #pass(start: number, end: number): number {
    const bytes = this.#bytes;
    const { starts, ends, kinds } = this;
    const { firstChild, hashStart, hashTable } = this.#trie;
    const [brackets, slots, parents, indexes] = [this.#brackets, this.#slots, this.#parents, this.#indexes];
    for (let slot = 0; slot < kinds.length; slot++) kinds[slot] = ABSENT;
    this.#isUnsettled = false;

    let at = start;
    let depth = 0;
    // The innermost open container: its opening bracket, the slot from which paths lead on into it, its next element.
    let bracket = 0;
    let parent = NONE;
    let index = 0;
    for (;;) {
      // A member or an element starts at `at`, before `end`.
      let slot = ROOT;
      if (bracket === OPEN_BRACE) {
        if (bytes[at] !== QUOTE) return INVALID;
        const nameStart = ++at;
        let isEscaped = false;
        for (;;) {
          if (at >= end) return INCOMPLETE;
          const byte = bytes[at++]!;
          if (byte === QUOTE) break;
          if (byte === BACKSLASH) {
            at += 1;
            isEscaped = true;
          }
        }
        const nameEnd = at - 1;
        if (at < end && bytes[at]! <= SPACE) at = skipWhitespace(bytes, at, end);
        if (at >= end) return INCOMPLETE;
        if (bytes[at++] !== COLON) return INVALID;
        if (at < end && bytes[at]! <= SPACE) at = skipWhitespace(bytes, at, end);
        if (at >= end) return INCOMPLETE;
        slot = NONE;
        if (parent !== NONE) {
          const hash = nameHash(nameEnd - nameStart, bytes[nameStart]!, bytes[nameEnd - 1]!);
          const candidate = hashTable[hashStart[parent]! + hash]!;
          if (isEscaped) this.#isUnsettled = true;
          else if (candidate !== NONE) slot = this.#slotOfMember(candidate, nameStart, nameEnd);
        }
      } else if (bracket === OPEN_BRACKET) {
        slot = parent === NONE ? NONE : this.#slotOfElement(parent, index++);
      }

      if (depth === MAX_DEPTH) return INVALID;
      const valueStart = at;
      const first = bytes[at]!;
      let kind: number = STRING;
      if (first === QUOTE) {
        at += 1;
        for (;;) {
          if (at >= end) return INCOMPLETE;
          const byte = bytes[at++]!;
          if (byte === QUOTE) break;
          if (byte === BACKSLASH) {
            at += 1;
            kind = ESCAPED_STRING;
          }
        }
      } else if (first === OPEN_BRACE || first === OPEN_BRACKET) {
        kind = first === OPEN_BRACE ? OBJECT : ARRAY;
        at = skipWhitespace(bytes, at + 1, end);
        if (at >= end) return INCOMPLETE;
        if (bytes[at] === first + TO_CLOSING) {
          at += 1;
        } else {
          brackets[depth] = bracket;
          slots[depth] = slot;
          parents[depth] = parent;
          indexes[depth] = index;
          depth += 1;
          bracket = first;
          index = 0;
          parent = NONE;
          if (slot !== NONE) {
            starts[slot] = valueStart;
            kinds[slot] = kind;
            if (firstChild[slot] !== NONE) parent = this.#enter(slot, kind);
          }
          continue;
        }
      } else {
        at = passScalar(bytes, at, end);
        if (at < 0) return end - valueStart < LONGEST_WORD ? INCOMPLETE : INVALID;
        kind = first === 0x74 ? TRUE : first === 0x66 ? FALSE : NUMBER;
        if (first === 0x6e && bytes[valueStart + 1] === 0x75) kind = NULL;
      }
      if (slot !== NONE) {
        starts[slot] = valueStart;
        ends[slot] = at;
        kinds[slot] = kind;
      }

      // A value ended: pass closing brackets up to the comma before the next one.
      for (;;) {
        if (depth === 0) return at;
        if (at < end && bytes[at]! <= SPACE) at = skipWhitespace(bytes, at, end);
        if (at >= end) return INCOMPLETE;
        const separator = bytes[at++]!;
        if (separator === COMMA) break;
        if (separator !== bracket + TO_CLOSING) return INVALID;
        depth -= 1;
        bracket = brackets[depth]!;
        parent = parents[depth]!;
        index = indexes[depth]!;
        const closed = slots[depth]!;
        if (closed !== NONE) ends[closed] = at;
      }
      if (at < end && bytes[at]! <= SPACE) at = skipWhitespace(bytes, at, end);
      if (at >= end) return INCOMPLETE;
    }
  }

  /** A container opens from which paths lead on: the slot whose children to look for in it. */
  #enter(slot: number, kind: number): number {
    if (kind === OBJECT && this.#trie.hasBackslash[slot] === 1) this.#isUnsettled = true;
    if (kind === ARRAY && this.#trie.hasRepeatedIndex[slot] === 1) this.#isUnsettled = true;
    return slot;
  }

  /**
   * The slot among `first` and those with the same hash that the member with this name fills: none if it is not
   * asked for, or not the first of its name.
   */
  #slotOfMember(first: number, start: number, end: number): number {
    const { nextWithHash, stepLength } = this.#trie;
    const length = end - start;
    let slot = first;
    while (slot !== NONE) {
      if (stepLength[slot] === length && this.#isStep(slot, start)) {
        return this.kinds[slot] === ABSENT ? slot : NONE;
      }
      slot = nextWithHash[slot]!;
    }
    return NONE;
  }

  #isStep(slot: number, start: number): boolean {
    const { stepBytes, stepStart, stepLength } = this.#trie;
    const bytes = this.#bytes;
    const from = stepStart[slot]!;
    const length = stepLength[slot]!;
    for (let offset = 0; offset < length; offset++) {
      if (bytes[start + offset] !== stepBytes[from + offset]) return false;
    }
    return true;
  }

  #slotOfElement(parent: number, index: number): number {
    const { firstChild, maxChildIndex, nextSibling, stepIndex } = this.#trie;
    if (index > maxChildIndex[parent]!) return NONE;
    let slot = firstChild[parent]!;
    while (slot !== NONE && stepIndex[slot] !== index) slot = nextSibling[slot]!;
    return slot;
  }
}
