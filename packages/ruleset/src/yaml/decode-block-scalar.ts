// Text of `|` and `>` scalars, with the origin of each part of it.

import type { SourceText } from '@windhover/diagnostics';
import { sliceTraced, type TracedText } from '../traced-text.ts';
import { createTracedTextBuilder, type TracedTextBuilder } from './build-traced-text.ts';

export interface BlockScalarHeader {
  readonly folded: boolean;
  readonly chomp: '' | '-' | '+';
}

interface Line {
  /** Offset of the first character after the indentation. */
  readonly start: number;
  /** Offset of the line break, or of its CR. */
  readonly end: number;
  /** Offset after the line break. */
  readonly next: number;
  readonly kind: 'text' | 'more-indented' | 'empty';
}

/** Decode the lines `source.text[start, end)` of a block scalar whose text is indented by `indent`. */
export function decodeBlockScalar(
  source: SourceText,
  start: number,
  end: number,
  header: BlockScalarHeader,
  indent: number,
): TracedText {
  const lines = splitLines(source.text, start, end).map((line) => indentLine(source.text, line, indent));
  const builder = createTracedTextBuilder(source);
  lines.forEach((line, index) => {
    builder.addVerbatim(line.start, line.end);
    builder.protect();
    if (header.folded) foldBreak(lines, index, builder);
    else if (line.next > line.end) builder.addReplaced('\n', line.end, line.next);
  });
  return chomp(builder.finish(), header.chomp);
}

type RawLine = Pick<Line, 'start' | 'end' | 'next'>;

function splitLines(text: string, start: number, end: number): RawLine[] {
  const lines: RawLine[] = [];
  for (let at = start; at < end;) {
    const lineFeed = text.indexOf('\n', at);
    const next = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
    let stop = lineFeed < 0 || lineFeed >= end ? end : lineFeed;
    if (stop > at && text[stop - 1] === '\r') stop--;
    lines.push({ start: at, end: stop, next });
    at = next;
  }
  return lines;
}

function indentLine(text: string, line: RawLine, indent: number): Line {
  const start = line.start + Math.min(indent, countSpaces(text, line));
  const kind =
    start >= line.end ? 'empty' : text[start] === ' ' || text[start] === '\t' ? 'more-indented' : 'text';
  return { ...line, start, kind };
}

function countSpaces(text: string, line: RawLine): number {
  let width = 0;
  while (line.start + width < line.end && text[line.start + width] === ' ') width++;
  return width;
}

/**
 * What the line break after line `index` becomes: between two lines of text a blank, or, with n empty lines in
 * between, n line feeds; everything next to a more indented line keeps all its breaks.
 */
function foldBreak(lines: readonly Line[], index: number, builder: TracedTextBuilder): void {
  const line = lines[index];
  if (line === undefined || line.next === line.end) return;
  const next = lines[index + 1];
  if (line.kind === 'text' && next?.kind === 'text') builder.addReplaced(' ', line.end, next.start);
  else if (line.kind === 'text' && next?.kind === 'empty' && isFoldedAfterEmptyLines(lines, index + 1))
    return;
  else builder.addReplaced('\n', line.end, line.next);
}

/** Empty lines before text swallow one line break, and so do those at the end. */
function isFoldedAfterEmptyLines(lines: readonly Line[], from: number): boolean {
  let index = from;
  while (lines[index]?.kind === 'empty') index++;
  return index === lines.length || lines[index]?.kind === 'text';
}

function chomp(traced: TracedText, mode: '' | '-' | '+'): TracedText {
  if (mode === '+') return traced;
  let end = traced.text.length;
  while (end > 0 && traced.text[end - 1] === '\n') end--;
  const keepsBreak = mode === '' && end > 0 && end < traced.text.length;
  return sliceTraced(traced, 0, keepsBreak ? end + 1 : end);
}
