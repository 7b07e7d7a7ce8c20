// Text of plain and quoted YAML scalars, with the origin of each part of it.

import type { ByteString } from '@windhover/bytes';
import { encodeByteString } from '@windhover/bytes';
import type { SourceText } from '@windhover/diagnostics';
import { untraced, type TracedText } from '../traced-text.ts';
import { LINE_FEED } from './character.ts';
import { createTracedTextBuilder, type TracedTextBuilder } from './build-traced-text.ts';

/** An escape sequence that YAML does not have. */
export interface ScalarError {
  readonly message: string;
  /** Offset in the file after the sequence, which is where yaml-cpp finds it wrong. */
  readonly offset: number;
}

export type DecodedScalar = TracedText | ScalarError;

export function isScalarError(decoded: DecodedScalar): decoded is ScalarError {
  return 'message' in decoded;
}

/**
 * Decode `source.text[start, end)`, the inside of a scalar without its quotes: lines are folded, single quotes
 * undoubled, escapes of double-quoted text resolved.
 */
export function decodeFlowScalar(
  source: SourceText,
  start: number,
  end: number,
  style: 'plain' | 'single' | 'double',
): DecodedScalar {
  const { text } = source;
  // Nearly all scalars are one run of text: they need no builder.
  if (endOfRun(text, start, end, style) >= end) return traceVerbatim(source, start, end);
  const builder = createTracedTextBuilder(source);
  let at = start;
  while (at < end) {
    const stop = endOfRun(text, at, end, style);
    builder.addVerbatim(at, stop);
    at = stop;
    if (at >= end) break;
    const char = text[at];
    if (char === '\n') {
      builder.trimBlanks();
      at = foldBreaks(text, at, end, builder);
    } else if (char === "'") {
      builder.addReplaced("'", at, at + 2);
      at += 2;
    } else if (text[at + 1] === '\n' || (text[at + 1] === '\r' && text[at + 2] === '\n')) {
      at = skipEscapedBreak(text, at, end, builder);
    } else {
      const escape = readEscape(text, at, end);
      if ('message' in escape) return escape;
      builder.addReplaced(escape.text, at, escape.end);
      at = escape.end;
    }
  }
  return builder.finish();
}

function traceVerbatim(source: SourceText, start: number, end: number): TracedText {
  const text = source.text.slice(start, end);
  if (text === '') return untraced('');
  return {
    text,
    pieces: [{ start: 0, end: text.length, source, sourceStart: start, sourceEnd: end, verbatim: true }],
  };
}

const BACKSLASH = 0x5c;
const QUOTE = 0x27;

/** The next offset that needs more than copying: a line break, a doubled quote, an escape. */
function endOfRun(text: ByteString, from: number, end: number, style: 'plain' | 'single' | 'double'): number {
  let at = from;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (
      code === LINE_FEED ||
      (code === BACKSLASH && style === 'double') ||
      (code === QUOTE && style === 'single')
    )
      break;
  }
  return at;
}

/** One line break becomes a blank, n + 1 become n line feeds; indentation goes. */
function foldBreaks(text: ByteString, from: number, end: number, builder: TracedTextBuilder): number {
  let at = from;
  let breaks = 0;
  for (; at < end && isSpace(text[at]); at++) if (text[at] === '\n') breaks++;
  builder.addReplaced(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), from, at);
  return at;
}

/** A backslash at the end of a line joins it to the next; blanks before it stay, empty lines after it count. */
function skipEscapedBreak(text: ByteString, from: number, end: number, builder: TracedTextBuilder): number {
  let at = text.indexOf('\n', from) + 1;
  let breaks = 0;
  for (; at < end && isSpace(text[at]); at++) if (text[at] === '\n') breaks++;
  builder.protect();
  if (breaks > 0) builder.addReplaced('\n'.repeat(breaks), from, at);
  return at;
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readEscape(
  text: ByteString,
  at: number,
  end: number,
): { readonly text: ByteString; readonly end: number } | ScalarError {
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined && at + 1 < end) return { text: encodeByteString(simple), end: at + 2 };
  const digits = HEX_ESCAPES[letter];
  if (digits === undefined) return { message: `unknown escape character: ${letter}`, offset: at + 2 };
  const hex = text.slice(at + 2, Math.min(end, at + 2 + digits));
  if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex))
    return { message: 'bad character found while scanning hex number', offset: at + 2 + digits };
  const code = Number.parseInt(hex, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff)
    return { message: `invalid unicode: ${code}`, offset: at + 2 + digits };
  return { text: encodeByteString(String.fromCodePoint(code)), end: at + 2 + digits };
}
