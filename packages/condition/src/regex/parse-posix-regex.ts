// POSIX extended regular expressions as RE2 reads them with `posix_syntax`, rewritten so that re2js, which reads
// Perl's syntax only, gives the same answers (spec condition-language.md §10.1).

import type { ByteString } from '@windhover/bytes';
import { type CodePointRange, lookUpPosixClass } from './posix-classes.ts';
import { RegexCursor, RegexSyntaxError } from './regex-cursor.ts';

export type ParsedRegex =
  /** `source` is in the syntax of re2js. */
  | { readonly ok: true; readonly source: string }
  /** `message` is RE2's, a byte string like the pattern. */
  | { readonly ok: false; readonly message: ByteString };

/** A piece of the rewritten expression that a repetition operator may follow. */
interface Piece {
  readonly source: string;
  /** The largest product of nested repetition counts: RE2 allows 1000. */
  readonly copies: number;
  /** About how many instructions RE2's program has for it. */
  readonly size: number;
}
/** What stands between two parentheses, so far. */
interface Group {
  readonly branches: Piece[][];
  branch: Piece[];
}

const maxRepetition = 1000;
const maxProgramSize = 87_381;
/** What RE2 needs to tell the UTF-8 forms of a class beyond ASCII. */
const wideClassSize = 10;

/** Read a pattern and rewrite it for re2js. Reports what RE2 reports. */
export function parsePosixRegex(pattern: ByteString): ParsedRegex {
  try {
    const { source, size } = readExpression(new RegexCursor(pattern));
    return size > maxProgramSize
      ? { ok: false, message: 'pattern too large - compile failed' }
      : { ok: true, source };
  } catch (error) {
    if (error instanceof RegexSyntaxError) return { ok: false, message: error.message };
    throw error;
  }
}

function readExpression(cursor: RegexCursor): Piece {
  const outer: Group[] = [];
  let group: Group = { branches: [], branch: [] };
  while (!cursor.atEnd) {
    const start = cursor.position;
    switch (cursor.peek()) {
      case '(':
        cursor.position++;
        outer.push(group);
        group = { branches: [], branch: [] };
        break;
      case ')': {
        cursor.position++;
        const parent = outer.pop();
        if (parent === undefined) throw new RegexSyntaxError(`unexpected ): ${cursor.pattern}`);
        parent.branch.push(closeGroup(group));
        group = parent;
        break;
      }
      case '|':
        cursor.position++;
        group.branches.push(group.branch);
        group.branch = [];
        break;
      case '*':
      case '+':
      case '?':
        cursor.position++;
        repeat(group.branch, cursor.textSince(start), 0, -1);
        break;
      case '{': {
        const counts = takeCounts(cursor);
        if (counts === undefined) group.branch.push(literal(cursor.takeCodePoint()));
        else repeat(group.branch, cursor.textSince(start), counts[0], counts[1]);
        break;
      }
      default:
        group.branch.push(readAtom(cursor));
    }
  }
  if (outer.length > 0) throw new RegexSyntaxError(`missing ): ${cursor.pattern}`);
  return closeGroup(group);
}

function readAtom(cursor: RegexCursor): Piece {
  switch (cursor.peek()) {
    case '^':
    case '$':
      return { source: `(?m:${takeByte(cursor)})`, copies: 1, size: 1 };
    case '.':
      takeByte(cursor);
      return { source: '[^\\n]', copies: 1, size: 2 + wideClassSize };
    case '[':
      return readClass(cursor);
    case '\\':
      return literal(cursor.takeEscape());
    default:
      return literal(cursor.takeCodePoint());
  }
}

function takeByte(cursor: RegexCursor): string {
  const byte = cursor.peek();
  cursor.position++;
  return byte;
}

function literal(codePoint: number): Piece {
  return { source: escapeCodePoint(codePoint), copies: 1, size: codePoint < 0x80 ? 1 : 4 };
}

function closeGroup({ branches, branch }: Group): Piece {
  const all = [...branches, branch];
  const pieces = all.flat();
  return {
    source: `(?:${all.map((sequence) => sequence.map(({ source }) => source).join('')).join('|')})`,
    copies: pieces.reduce((most, { copies }) => Math.max(most, copies), 1),
    size: pieces.reduce((sum, { size }) => sum + size, all.length + 2),
  };
}

/** Replace the last piece by its repetition. Operators may be stacked; none of them is lazy. */
function repeat(branch: Piece[], operator: ByteString, min: number, max: number): void {
  const isCounted = operator.startsWith('{');
  if (isCounted && ((max !== -1 && max < min) || min > maxRepetition || max > maxRepetition)) {
    throw new RegexSyntaxError(`invalid repetition size: ${operator}`);
  }
  const piece = branch.pop();
  if (piece === undefined) throw new RegexSyntaxError(`no argument for repetition operator: ${operator}`);
  const source = `(?:${piece.source}${operator})`;
  if (!isCounted) {
    branch.push({ source, copies: piece.copies, size: piece.size + 1 });
    return;
  }
  const count = max === -1 ? min : max;
  const copies = piece.copies * Math.max(count, 1);
  if (count >= 2 && copies > maxRepetition)
    throw new RegexSyntaxError(`invalid repetition size: ${operator}`);
  branch.push({ source, copies, size: piece.size * Math.max(count, 1) + 1 });
}

/** `{2}`, `{2,}` or `{2,4}`; anything else is an ordinary brace and stays. */
function takeCounts(cursor: RegexCursor): readonly [min: number, max: number] | undefined {
  const number = /(0|[1-9][0-9]{0,8})/y;
  const readNumber = (at: number): string | undefined => {
    number.lastIndex = at;
    return number.exec(cursor.pattern)?.[0];
  };
  const min = readNumber(cursor.position + 1);
  if (min === undefined) return undefined;
  let end = cursor.position + 1 + min.length;
  let max = Number(min);
  if (cursor.pattern[end] === ',') {
    end++;
    const written = cursor.pattern[end] === '}' ? '' : readNumber(end);
    if (written === undefined) return undefined;
    end += written.length;
    max = written === '' ? -1 : Number(written);
  }
  if (cursor.pattern[end] !== '}') return undefined;
  cursor.position = end + 1;
  return [Number(min), max];
}

function readClass(cursor: RegexCursor): Piece {
  const start = cursor.position;
  cursor.position++;
  const negated = cursor.take('^');
  const ranges: CodePointRange[] = [];
  for (let first = true; first || cursor.peek() !== ']'; first = false) {
    if (cursor.atEnd) throw missingBracket(cursor, start);
    if (cursor.peek() === '-' && !first && cursor.peek(1) !== ']') {
      const dash = cursor.position;
      cursor.position++;
      cursor.takeCodePoint();
      throw new RegexSyntaxError(`invalid character class range: ${cursor.textSince(dash)}`);
    }
    ranges.push(...(takeNamedClass(cursor) ?? [takeRange(cursor, start)]));
  }
  cursor.position++;
  const source = ranges.map(([from, to]) => `${escapeCodePoint(from)}-${escapeCodePoint(to)}`).join('');
  const isWide = negated || ranges.some(([, to]) => to >= 0x80);
  return {
    source: `[${negated ? '^' : ''}${source}]`,
    copies: 1,
    size: ranges.length + (isWide ? wideClassSize : 0),
  };
}

/** `[:digit:]`; without its closing `:]` it is no such thing. */
function takeNamedClass(cursor: RegexCursor): readonly CodePointRange[] | undefined {
  if (cursor.peek() !== '[' || cursor.peek(1) !== ':') return undefined;
  const close = cursor.pattern.indexOf(':]', cursor.position + 2);
  if (close < 0) return undefined;
  const name = cursor.pattern.slice(cursor.position, close + 2);
  const ranges = lookUpPosixClass(name);
  if (ranges === undefined) throw new RegexSyntaxError(`invalid character class range: ${name}`);
  cursor.position = close + 2;
  return ranges;
}

function takeRange(cursor: RegexCursor, classStart: number): CodePointRange {
  const start = cursor.position;
  const from = takeClassMember(cursor, classStart);
  if (cursor.peek() !== '-' || cursor.peek(1) === ']' || cursor.peek(1) === '') return [from, from];
  cursor.position++;
  const to = takeClassMember(cursor, classStart);
  if (to < from) throw new RegexSyntaxError(`invalid character class range: ${cursor.textSince(start)}`);
  return [from, to];
}

function takeClassMember(cursor: RegexCursor, classStart: number): number {
  if (cursor.atEnd) throw missingBracket(cursor, classStart);
  return cursor.peek() === '\\' ? cursor.takeEscape() : cursor.takeCodePoint();
}

function missingBracket(cursor: RegexCursor, classStart: number): RegexSyntaxError {
  return new RegexSyntaxError(`missing ]: ${cursor.pattern.slice(classStart)}`);
}

function escapeCodePoint(codePoint: number): string {
  return `\\x{${codePoint.toString(16)}}`;
}
