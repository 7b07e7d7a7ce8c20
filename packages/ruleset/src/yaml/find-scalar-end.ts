// Where scalars end, spec rules-files.md §2: as yaml-cpp finds it.

import type { ByteString } from '@windhover/bytes';
import {
  COLON,
  HASH,
  isBlankAt,
  isBlankOrBreakAt,
  isBreakAt,
  isDocumentMarkAt,
  isGapAt,
  skipBreak,
  TAB,
} from './character.ts';
import { YamlFailure } from './yaml-failure.ts';

export interface PlainScalarEnd {
  /** After the last character of the text. */
  readonly end: number;
  /** Where to go on. */
  readonly next: number;
  /** The start of the line of `next`. */
  readonly lineStart: number;
  /** It ended because the next line is less indented: a key may begin there. */
  readonly endedByIndent: boolean;
}

const TAB_AS_INDENT = 'illegal tab when looking for indentation';

/** The plain scalar at `start`; lines that continue it have at least `indent` columns. */
export function findPlainEnd(
  text: ByteString,
  start: number,
  startOfLine: number,
  indent: number,
  inFlow: boolean,
): PlainScalarEnd {
  const ends = inFlow ? endsPlainInFlow : endsPlain;
  let lineStart = startOfLine;
  let end = start;
  let at = start;
  for (;;) {
    while (at < text.length && !isBreakAt(text, at) && !ends(text, at)) {
      if (at === lineStart && isDocumentMarkAt(text, at))
        return { end, next: at, lineStart, endedByIndent: false };
      if (!isBlankAt(text, at)) end = at + 1;
      at++;
    }
    if (at >= text.length || ends(text, at)) return { end, next: at, lineStart, endedByIndent: false };
    at = skipBreak(text, at);
    lineStart = at;
    while (text[at] === ' ' && at - lineStart < indent && !ends(text, at)) at++;
    while (isBlankAt(text, at) && !ends(text, at)) {
      if (text.charCodeAt(at) === TAB && at - lineStart < indent)
        throw new YamlFailure(text, TAB_AS_INDENT, at);
      at++;
    }
    if (!isBreakAt(text, at) && at - lineStart < indent)
      return { end, next: at, lineStart, endedByIndent: true };
  }
}

function endsPlain(text: ByteString, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === COLON) return isGapAt(text, at + 1);
  return text.charCodeAt(at + 1) === HASH && isBlankOrBreakAt(text, at);
}

function endsPlainInFlow(text: ByteString, at: number): boolean {
  const char = text.charAt(at);
  if (char !== '' && ',?[]{}'.includes(char)) return true;
  if (char === ':') return isGapAt(text, at + 1) || ',]}'.includes(text.charAt(at + 1));
  return text.charCodeAt(at + 1) === HASH && isBlankOrBreakAt(text, at);
}

/** The offset of the closing quote; undefined if the text ends first, which yaml-cpp takes if its last line is blank. */
export function findClosingQuote(text: ByteString, start: number): number | undefined {
  const quote = text.charAt(start);
  let lineStart = -1;
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (at === lineStart && isDocumentMarkAt(text, at)) {
      throw new YamlFailure(text, 'illegal document indicator in scalar', at, at + 3);
    }
    if (char === '\n') lineStart = at + 1;
    else if (char === quote) {
      if (quote === '"' || text.charAt(at + 1) !== "'") return at;
      at++;
    } else if (char === '\\' && quote === '"' && !isBreakAt(text, at + 1)) at++;
  }
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  if (text.lastIndexOf('\n') < start || /[^ \t]/.test(lastLine)) {
    throw new YamlFailure(text, 'illegal EOF in scalar', start, start + 1);
  }
  return undefined;
}

export interface BlockScalarEnd {
  /** Start of the first line that does not belong to it. */
  readonly end: number;
  /** Where to go on: after the indentation of that line. */
  readonly next: number;
  /** Columns of indentation that do not belong to the text. */
  readonly indent: number;
}

/** The lines of a block scalar from `start` on, indented by at least `minimum`; the first line of text may ask for more. */
export function findBlockEnd(
  text: ByteString,
  start: number,
  minimum: number,
  detectsIndent: boolean,
): BlockScalarEnd {
  let indent = minimum;
  let hasText = false;
  let at = start;
  for (let lineStart = start; at < text.length; lineStart = at) {
    const detects = detectsIndent && !hasText;
    while (text[at] === ' ' && (at - lineStart < indent || detects)) at++;
    if (detects) indent = Math.max(indent, at - lineStart);
    const isIndented = at - lineStart >= indent;
    if (!isIndented && text.charCodeAt(at) === TAB) throw new YamlFailure(text, TAB_AS_INDENT, at);
    if (!isBreakAt(text, at)) {
      if (!isIndented) return { end: lineStart, next: at, indent };
      hasText ||= at < text.length;
    }
    const lineFeed = text.indexOf('\n', at);
    at = lineFeed < 0 ? text.length : lineFeed + 1;
  }
  return { end: text.length, next: text.length, indent };
}
