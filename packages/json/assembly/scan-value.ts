// The projection's pass over one value, for WebAssembly with SIMD (AssemblyScript). It takes the same steps as
// src/projection/byte-projection.ts, the reference, and differs only in how it passes strings and compares names.
// Everything it needs is laid out in memory by src/projection/wasm-layout.ts; it allocates nothing.

import { isSameText } from './same-text';

const INVALID: i32 = -1;
const INCOMPLETE: i32 = -2;
const NONE: i32 = -1;
const MAX_DEPTH: i32 = 300;
const LONGEST_WORD: usize = 5;
const TO_CLOSING: i32 = 2;

const ABSENT: i32 = 0;
const OBJECT: i32 = 1;
const ARRAY: i32 = 2;
const STRING: i32 = 3;
const ESCAPED_STRING: i32 = 4;
const NUMBER: i32 = 5;
const TRUE: i32 = 6;
const FALSE: i32 = 7;
const NULL: i32 = 8;

const SPACE: i32 = 0x20;
const QUOTE: i32 = 0x22;
const COMMA: i32 = 0x2c;
const COLON: i32 = 0x3a;
const OPEN_BRACKET: i32 = 0x5b;
const BACKSLASH: i32 = 0x5c;
const OPEN_BRACE: i32 = 0x7b;
// The words as little-endian numbers.
const WORD_TRUE: u32 = 0x65757274;
const WORD_ALSE: u32 = 0x65736c61;
const WORD_NULL: u32 = 0x6c6c756e;

// A trie node, in bytes from its start.
const NODE_SIZE: usize = 40;
const STEP: usize = 0;
const STEP_LENGTH: usize = 4;
const STEP_INDEX: usize = 8;
const MAX_CHILD_INDEX: usize = 12;
const FIRST_CHILD: usize = 16;
const NEXT_SIBLING: usize = 20;
const HASH_TABLE: usize = 24;
const NEXT_WITH_HASH: usize = 28;
const HAS_REPEATED_INDEX: usize = 32;
const HAS_BACKSLASH: usize = 36;
const HASH_MASK: i32 = 63;

// What encloses an open container, in bytes from the start of its frame.
const FRAME_SIZE: usize = 16;
const FRAME_BRACKET: usize = 0;
const FRAME_SLOT: usize = 4;
const FRAME_PARENT: usize = 8;
const FRAME_INDEX: usize = 12;

let slotCount: i32 = 0;
let nodes: usize = 0;
let frames: usize = 0;
export let starts: usize = 0;
export let ends: usize = 0;
export let kinds: usize = 0;
/** Start of the loaded bytes: offsets in and out count from here. */
export let data: usize = 0;
let unsettled: i32 = 0;

/** Say where the tables are; once per instance. */
export function configure(
  count: i32,
  nodesAt: usize,
  framesAt: usize,
  startsAt: usize,
  endsAt: usize,
  kindsAt: usize,
  dataAt: usize,
): void {
  slotCount = count;
  nodes = nodesAt;
  frames = framesAt;
  starts = startsAt;
  ends = endsAt;
  kinds = kindsAt;
  data = dataAt;
}

/** Whether the slots of the last accepted record must be settled by looking up every path. */
export function isUnsettled(): i32 {
  return unsettled;
}

/** As `Projection.scan`; white space around the value is passed. The offset of the value, or -1. */
export function scan(start: i32, end: i32): i32 {
  const limit = data + end;
  const first = skipWhitespace(data + start, limit);
  if (first >= limit) return -1;
  const last = scanValue(<i32>(first - data), end);
  if (last < 0) return -1;
  return skipWhitespace(data + last, limit) === limit ? <i32>(first - data) : -1;
}

/** As `Projection.scanValue`. */
export function scanValue(start: i32, limit: i32): i32 {
  const end = data + limit;
  memory.fill(kinds, 0, slotCount);
  unsettled = 0;

  let at = data + start;
  let frame = frames;
  const deepest = frames + <usize>MAX_DEPTH * FRAME_SIZE;
  let bracket: i32 = 0;
  let parent = NONE;
  let index: i32 = 0;
  while (true) {
    // A member or an element starts at `at`, before `end`.
    let slot: i32 = 0;
    if (bracket === OPEN_BRACE) {
      if (byteAt(at) !== QUOTE) return INVALID;
      const nameStart = ++at;
      let isEscaped = false;
      while (true) {
        const mask = findQuoteOrBackslash(at);
        if (mask === 0) {
          at += 16;
          if (at >= end) return INCOMPLETE;
          continue;
        }
        at += ctz(mask);
        if (byteAt(at) === QUOTE) break;
        isEscaped = true;
        at += 2;
        if (at >= end) return INCOMPLETE;
      }
      const nameEnd = at++;
      if (at >= end) return INCOMPLETE;
      if (byteAt(at) !== COLON) {
        at = skipWhitespace(at, end);
        if (at >= end) return INCOMPLETE;
        if (byteAt(at) !== COLON) return INVALID;
      }
      at += 1;
      if (byteAt(at) <= SPACE) at = skipWhitespace(at, end);
      if (at >= end) return INCOMPLETE;
      slot = NONE;
      if (parent !== NONE) slot = slotOfMember(parent, nameStart, nameEnd, isEscaped);
    } else if (bracket === OPEN_BRACKET) {
      slot = NONE;
      if (parent !== NONE) slot = slotOfElement(parent, index++);
    }

    if (frame === deepest) return INVALID;
    const valueStart = at;
    const first: i32 = byteAt(at);
    let kind = STRING;
    if (first === QUOTE) {
      at += 1;
      while (true) {
        const mask = findQuoteOrBackslash(at);
        if (mask === 0) {
          at += 16;
          if (at >= end) return INCOMPLETE;
          continue;
        }
        at += ctz(mask);
        if (byteAt(at) === QUOTE) break;
        kind = ESCAPED_STRING;
        at += 2;
        if (at >= end) return INCOMPLETE;
      }
      at += 1;
      if (at > end) return INCOMPLETE;
    } else if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      kind = first === OPEN_BRACE ? OBJECT : ARRAY;
      at += 1;
      if (byteAt(at) <= SPACE) at = skipWhitespace(at, end);
      if (at >= end) return INCOMPLETE;
      if (byteAt(at) === first + TO_CLOSING) {
        at += 1;
      } else {
        store<i32>(frame, bracket, FRAME_BRACKET);
        store<i32>(frame, slot, FRAME_SLOT);
        store<i32>(frame, parent, FRAME_PARENT);
        store<i32>(frame, index, FRAME_INDEX);
        frame += FRAME_SIZE;
        bracket = first;
        index = 0;
        parent = NONE;
        if (slot !== NONE) {
          store<i32>(starts + ((<usize>slot) << 2), <i32>(valueStart - data));
          store<u8>(kinds + <usize>slot, kind);
          if (load<i32>(nodeAt(slot), FIRST_CHILD) !== NONE) {
            parent = slot;
            unsettled |=
              kind === OBJECT
                ? load<i32>(nodeAt(slot), HAS_BACKSLASH)
                : load<i32>(nodeAt(slot), HAS_REPEATED_INDEX);
          }
        }
        continue;
      }
    } else {
      at = passScalar(at, end);
      if (at === 0) return end - valueStart < LONGEST_WORD ? INCOMPLETE : INVALID;
      kind = NUMBER;
      if (first === 0x74) kind = TRUE;
      else if (first === 0x66) kind = FALSE;
      else if (first === 0x6e && byteAt(valueStart + 1) === 0x75) kind = NULL;
    }
    if (slot !== NONE) {
      store<i32>(starts + ((<usize>slot) << 2), <i32>(valueStart - data));
      store<i32>(ends + ((<usize>slot) << 2), <i32>(at - data));
      store<u8>(kinds + <usize>slot, kind);
    }

    // A value ended: pass closing brackets up to the comma before the next one.
    while (true) {
      if (frame === frames) return <i32>(at - data);
      let separator: i32 = byteAt(at);
      if (separator <= SPACE) {
        at = skipWhitespace(at, end);
        separator = byteAt(at);
      }
      if (at >= end) return INCOMPLETE;
      at += 1;
      if (separator === COMMA) break;
      if (separator !== bracket + TO_CLOSING) return INVALID;
      frame -= FRAME_SIZE;
      bracket = load<i32>(frame, FRAME_BRACKET);
      parent = load<i32>(frame, FRAME_PARENT);
      index = load<i32>(frame, FRAME_INDEX);
      const closed = load<i32>(frame, FRAME_SLOT);
      if (closed !== NONE) store<i32>(ends + ((<usize>closed) << 2), <i32>(at - data));
    }
    if (byteAt(at) <= SPACE) at = skipWhitespace(at, end);
    if (at >= end) return INCOMPLETE;
  }
}

/** Which of the sixteen bytes at `at` are quotes or backslashes. Memory goes on for sixteen bytes after the data. */
function findQuoteOrBackslash(at: usize): i32 {
  const block = v128.load(at);
  return i8x16.bitmask(
    v128.or(i8x16.eq(block, i8x16.splat(<i8>QUOTE)), i8x16.eq(block, i8x16.splat(<i8>BACKSLASH))),
  );
}

function byteAt(at: usize): i32 {
  return <i32>load<u8>(at);
}

function nodeAt(slot: i32): usize {
  return nodes + <usize>slot * NODE_SIZE;
}

/** The slot that the member with this name fills: none if it is not asked for, or not the first of its name. */
function slotOfMember(parent: i32, start: usize, end: usize, isEscaped: bool): i32 {
  if (isEscaped) {
    unsettled = 1;
    return NONE;
  }
  const length = <i32>(end - start);
  const hash = (length * 5 + byteAt(start) * 3 + byteAt(end - 1)) & HASH_MASK;
  let slot = load<i32>(load<usize>(nodeAt(parent), HASH_TABLE) + ((<usize>hash) << 2));
  while (slot !== NONE) {
    const node = nodeAt(slot);
    if (
      load<i32>(node, STEP_LENGTH) === length &&
      isSameText(load<usize>(node, STEP), start, <usize>length)
    ) {
      return byteAt(kinds + <usize>slot) === ABSENT ? slot : NONE;
    }
    slot = load<i32>(node, NEXT_WITH_HASH);
  }
  return NONE;
}

function slotOfElement(parent: i32, index: i32): i32 {
  if (index > load<i32>(nodeAt(parent), MAX_CHILD_INDEX)) return NONE;
  let slot = load<i32>(nodeAt(parent), FIRST_CHILD);
  while (slot !== NONE && load<i32>(nodeAt(slot), STEP_INDEX) !== index) {
    slot = load<i32>(nodeAt(slot), NEXT_SIBLING);
  }
  return slot;
}

/** The first byte from `at` on that is not white space, or `end`. */
export function skipWhitespace(at: usize, end: usize): usize {
  while (at < end) {
    const byte: i32 = byteAt(at);
    if (byte > SPACE || (byte !== 0x20 && byte !== 0x0a && byte !== 0x09 && byte !== 0x0d)) break;
    at += 1;
  }
  return at;
}

/** Offset after the number or word at `at`; 0 when there is none. */
function passScalar(at: usize, end: usize): usize {
  switch (byteAt(at)) {
    case 0x74:
      return at + 4 <= end && load<u32>(at) === WORD_TRUE ? at + 4 : 0;
    case 0x66:
      return at + 5 <= end && load<u32>(at, 1) === WORD_ALSE ? at + 5 : 0;
    case 0x6e:
      if (at + 4 <= end && load<u32>(at) === WORD_NULL) return at + 4;
      return isNanOrInf(at, end) ? at + 3 : 0;
    default:
      return passNumber(at, end);
  }
}

/** Any run of digits, `.`, `-`, `+`, `e`, `E` is a number, and so are `inf` and `nan` with an optional sign. */
function passNumber(at: usize, end: usize): usize {
  let next = at;
  while (next < end && isNumberByte(byteAt(next))) next += 1;
  if (next === end) return next > at ? next : 0;
  const first: i32 = byteAt(at);
  const length = next - at;
  if (length === 0 || (length === 1 && (first === 0x2d || first === 0x2b))) {
    return isNanOrInf(next, end) ? next + 3 : 0;
  }
  return next;
}

function isNumberByte(byte: i32): bool {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2e ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x65 ||
    byte === 0x45
  );
}

function isNanOrInf(at: usize, end: usize): bool {
  if (at + 3 > end) return false;
  const first = byteAt(at) | 0x20;
  const second = byteAt(at + 1) | 0x20;
  const third = byteAt(at + 2) | 0x20;
  return (
    (first === 0x6e && second === 0x61 && third === 0x6e) ||
    (first === 0x69 && second === 0x6e && third === 0x66)
  );
}
