// Text that remembers where in the user's files each part of it was written, through YAML folding and escapes,
// appends, generated exception text and list substitution.

import type { ByteString } from '@windhover/bytes';
import type { SourceText, Span } from '@windhover/diagnostics';

/** Text and the origin of its parts; parts that nobody wrote have no piece. */
export interface TracedText {
  readonly text: ByteString;
  /** In order of `start`, without overlaps. */
  readonly pieces: readonly TracedPiece[];
}

/** `text[start, end)` was written as `source.text[sourceStart, sourceEnd)`. */
export interface TracedPiece {
  readonly start: number;
  readonly end: number;
  readonly source: SourceText;
  readonly sourceStart: number;
  readonly sourceEnd: number;
  /** Character by character the same; otherwise (an escape, a folded line break) only as a whole. */
  readonly verbatim: boolean;
}

/** Text that nobody wrote. */
export function untraced(text: ByteString): TracedText {
  return { text, pieces: [] };
}

/** The texts one after the other. */
export function concatTraced(parts: readonly (TracedText | ByteString)[]): TracedText {
  const texts: ByteString[] = [];
  const pieces: TracedPiece[] = [];
  let length = 0;
  for (const part of parts) {
    const traced = typeof part === 'string' ? untraced(part) : part;
    texts.push(traced.text);
    for (const piece of traced.pieces) {
      pieces.push(length === 0 ? piece : { ...piece, start: piece.start + length, end: piece.end + length });
    }
    length += traced.text.length;
  }
  return { text: texts.join(''), pieces };
}

/** `traced.text.slice(start, end)` with its origins. */
export function sliceTraced(traced: TracedText, start: number, end: number): TracedText {
  if (start === 0 && end === traced.text.length) return traced;
  const pieces: TracedPiece[] = [];
  for (let index = firstPieceEndingAfter(traced.pieces, start); index < traced.pieces.length; index++) {
    const piece = traced.pieces[index];
    if (piece === undefined || piece.start >= end) break;
    pieces.push(shift(clip(piece, start, end), -start));
  }
  return { text: traced.text.slice(start, end), pieces };
}

/** Without the blanks (space, TAB, CR, LF) at both ends. */
export function trimTraced(traced: TracedText): TracedText {
  let start = 0;
  let end = traced.text.length;
  while (start < end && isBlank(traced.text.charCodeAt(start))) start++;
  while (end > start && isBlank(traced.text.charCodeAt(end - 1))) end--;
  return sliceTraced(traced, start, end);
}

/**
 * Where `text[start, end)` was written: from the first to the last part of it that has an origin in one file.
 * What was generated is located by what stands before it; undefined when there is nothing to go by.
 */
export function locateTraced(traced: TracedText, start: number, end: number): Span | undefined {
  const first = firstPieceEndingAfter(traced.pieces, start);
  let span: Span | undefined;
  for (let index = first; index < traced.pieces.length; index++) {
    const piece = traced.pieces[index];
    if (piece === undefined || (piece.start >= end && piece.start > start)) break;
    const { source, sourceStart, sourceEnd } = clip(piece, start, Math.max(end, start + 1));
    if (span === undefined) span = { source, start: sourceStart, end: sourceEnd };
    else if (source === span.source && sourceStart >= span.end) span = { ...span, end: sourceEnd };
    else break;
  }
  if (span !== undefined) return span;
  const before = traced.pieces[first - 1];
  return before && { source: before.source, start: before.sourceEnd, end: before.sourceEnd };
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function firstPieceEndingAfter(pieces: readonly TracedPiece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.end ?? Infinity) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function clip(piece: TracedPiece, start: number, end: number): TracedPiece {
  const from = Math.max(piece.start, start);
  const to = Math.min(piece.end, end);
  if (!piece.verbatim) return { ...piece, start: from, end: to };
  const sourceStart = piece.sourceStart + (from - piece.start);
  return { ...piece, start: from, end: to, sourceStart, sourceEnd: sourceStart + (to - from) };
}

function shift(piece: TracedPiece, by: number): TracedPiece {
  return { ...piece, start: piece.start + by, end: piece.end + by };
}
