// The acceptance rules of fastjson, the parser of Falco's cloud plugins: lenient inside strings and numbers, strict
// about structure. One pass, no recursion: depth is a stack of brackets.

/** Deeper nesting makes a document unreadable, as in the plugins. */
export const MAX_DEPTH = 300;

export interface JsonError {
  readonly reason: 'empty' | 'invalid' | 'too-deep' | 'trailing-data';
  /** Offset into the buffer where reading stopped. */
  readonly offset: number;
  readonly message: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Which brackets are open: reused by every call, since reading is synchronous. */
const openBrackets = new Uint8Array(MAX_DEPTH + 2);

/** Check `bytes[start, end)`, one document with white space around it; undefined when it is acceptable. */
export function findJsonError(bytes: Uint8Array, start: number, end: number): JsonError | undefined {
  let at = skipWhitespace(bytes, start, end);
  if (at === end) return { reason: 'empty', offset: at, message: 'no JSON value' };
  let depth = 0;
  for (;;) {
    // A value starts at `at`.
    if (depth + 1 > MAX_DEPTH) return tooDeep(at);
    const first = bytes[at];
    let closed = false;
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      openBrackets[depth++] = first;
      at = skipWhitespace(bytes, at + 1, end);
      if (at < end && bytes[at] === (first === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)) {
        depth -= 1;
        at += 1;
        closed = true;
      } else if (first === OPEN_BRACE) {
        const next = passKey(bytes, at, end);
        if (next < 0) return invalid(at, 'a member name in quotes and a colon expected');
        at = next;
      }
      if (at >= end && !closed) return invalid(at, 'the text ends inside a value');
    } else {
      const next = passScalar(bytes, at, end);
      if (next < 0) return invalid(at, 'a value expected');
      at = next;
      closed = true;
    }
    if (!closed) continue;
    // A value ended: pass commas and closing brackets until the next value starts.
    for (;;) {
      at = skipWhitespace(bytes, at, end);
      if (depth === 0) {
        return at === end
          ? undefined
          : { reason: 'trailing-data', offset: at, message: 'something follows the value' };
      }
      const container = openBrackets[depth - 1];
      const separator = at < end ? bytes[at] : -1;
      if (separator === COMMA) {
        at = skipWhitespace(bytes, at + 1, end);
        if (container === OPEN_BRACE) {
          const next = passKey(bytes, at, end);
          if (next < 0) return invalid(at, 'a member name in quotes and a colon expected');
          at = next;
        }
        if (at >= end) return invalid(at, 'the text ends inside a value');
        break;
      }
      if (separator !== (container === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)) {
        return invalid(at, 'a comma or a closing bracket expected');
      }
      depth -= 1;
      at += 1;
    }
  }
}

/** Offset after the white space at `at`. */
export function skipWhitespace(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end) {
    const byte = bytes[next]!;
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x09 && byte !== 0x0d)) break;
    next += 1;
  }
  return next;
}

/** Offset after the string whose opening quote is at `at`; -1 when it does not end. */
export function passString(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1;
  while (next < end) {
    const byte = bytes[next]!;
    if (byte === QUOTE) return next + 1;
    next += byte === BACKSLASH ? 2 : 1;
  }
  return -1;
}

/** Offset of the value after the member name at `at`; -1 when there is no name or no colon. */
function passKey(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== QUOTE) return -1;
  const afterName = passString(bytes, at, end);
  if (afterName < 0) return -1;
  const colon = skipWhitespace(bytes, afterName, end);
  return colon < end && bytes[colon] === COLON ? skipWhitespace(bytes, colon + 1, end) : -1;
}

/** Offset after the string, number or word at `at`; -1 when there is none. */
export function passScalar(bytes: Uint8Array, at: number, end: number): number {
  switch (bytes[at]) {
    case QUOTE:
      return passString(bytes, at, end);
    case 0x74:
      return hasWord(bytes, at, end, 0x72, 0x75, 0x65) ? at + 4 : -1;
    case 0x66:
      return hasWord(bytes, at, end, 0x61, 0x6c, 0x73) && bytes[at + 4] === 0x65 && at + 5 <= end
        ? at + 5
        : -1;
    case 0x6e:
      if (hasWord(bytes, at, end, 0x75, 0x6c, 0x6c)) return at + 4;
      return isNanOrInf(bytes, at, end) ? at + 3 : -1;
    default:
      return passNumber(bytes, at, end);
  }
}

/** Any run of digits, `.`, `-`, `+`, `e`, `E` is a number, and so are `inf` and `nan` with an optional sign. */
function passNumber(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isNumberByte(bytes[next]!)) next += 1;
  if (next === end) return next > at ? next : -1;
  const length = next - at;
  if (length === 0 || (length === 1 && (bytes[at] === 0x2d || bytes[at] === 0x2b))) {
    return isNanOrInf(bytes, next, end) ? next + 3 : -1;
  }
  return next;
}

function isNumberByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2e ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x65 ||
    byte === 0x45
  );
}

function hasWord(
  bytes: Uint8Array,
  at: number,
  end: number,
  second: number,
  third: number,
  fourth: number,
): boolean {
  return at + 4 <= end && bytes[at + 1] === second && bytes[at + 2] === third && bytes[at + 3] === fourth;
}

function isNanOrInf(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 3 > end) return false;
  const word = String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!).toLowerCase();
  return word === 'nan' || word === 'inf';
}

function invalid(offset: number, message: string): JsonError {
  return { reason: 'invalid', offset, message };
}

function tooDeep(offset: number): JsonError {
  return { reason: 'too-deep', offset, message: `nested deeper than ${MAX_DEPTH}` };
}
