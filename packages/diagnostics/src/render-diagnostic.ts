import type { Diagnostic, Severity } from './diagnostic.ts';
import type { Span } from './source-text.ts';
import { countCharacters, locateOffset } from './source-text.ts';

export interface RenderOptions {
  readonly color?: boolean;
}

/** Longer lines are shown as a window around the span. */
const MAX_LINE_WIDTH = 140;
const CONTEXT_BEFORE_SPAN = 60;

/** A diagnostic as people read it: headline, code frame, hints, notes with frames of their own. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions = {}): string {
  const paint = options.color === true ? paintAnsi : (text: string) => text;
  const headline = `${paint(`${diagnostic.severity}[${diagnostic.code}]`, diagnostic.severity)}: ${showControls(diagnostic.message)}`;
  const frame = diagnostic.span && renderFrame(diagnostic.span, diagnostic.severity, paint);
  const indent = ' '.repeat(frame?.gutter ?? 2);
  const lines = [headline, ...(frame?.lines ?? [])];
  for (const hint of diagnostic.hints) lines.push(`${indent}${paint('=', 'frame')} ${showControls(hint)}`);
  for (const note of diagnostic.notes) {
    lines.push(`${indent}${paint('=', 'frame')} note: ${showControls(note.message)}`);
    if (note.span) lines.push(...renderFrame(note.span, 'hint', paint).lines);
  }
  return lines.join('\n');
}

type Paint = (text: string, style: Severity | 'frame') => string;

function renderFrame(
  span: Span,
  severity: Severity,
  paint: Paint,
): { readonly gutter: number; readonly lines: string[] } {
  const { line, column, lineText } = locateOffset(span.source, span.start);
  const number = String(line);
  const gutter = number.length;
  const indent = ' '.repeat(gutter);
  const shown = windowAround(lineText, column, widthOf(span));
  const carets = '^'.repeat(
    Math.max(1, Math.min(widthOf(span), countCharacters(shown.text) - shown.column + 1)),
  );
  return {
    gutter,
    lines: [
      `${indent}${paint('┌─', 'frame')} ${showControls(span.source.name)}:${line}:${column}`,
      `${paint(`${number}│`, 'frame')} ${shown.text}`,
      `${indent}${paint('│', 'frame')} ${' '.repeat(shown.column - 1)}${paint(carets, severity)}`,
    ],
  };
}

/** Characters from the start of the span to its end or the end of its line. */
function widthOf({ source, start, end }: Span): number {
  const decode = source.decode ?? ((slice: string) => slice);
  const lineEnd = source.text.indexOf('\n', start);
  return countCharacters(decode(source.text.slice(start, lineEnd < 0 ? end : Math.min(end, lineEnd))));
}

function windowAround(
  lineText: string,
  column: number,
  width: number,
): { readonly text: string; readonly column: number } {
  const characters = [...showControls(lineText)];
  if (characters.length <= MAX_LINE_WIDTH) return { text: characters.join(''), column };
  const from = Math.max(0, Math.min(column - 1 - CONTEXT_BEFORE_SPAN, characters.length - MAX_LINE_WIDTH));
  const to = Math.max(from + MAX_LINE_WIDTH, Math.min(column - 1 + width, from + MAX_LINE_WIDTH));
  const before = from > 0 ? '…' : '';
  const after = to < characters.length ? '…' : '';
  return {
    text: before + characters.slice(from, to).join('') + after,
    column: column - from + before.length,
  };
}

/** Tabs become one blank, other control characters their picture: one cell each, and no terminal obeys them. */
function showControls(text: string): string {
  return text.replace(/[\0-\x1f\x7f]/g, (control) =>
    control === '\t'
      ? ' '
      : control === '\x7f'
        ? '\u2421'
        : String.fromCharCode(0x2400 + control.charCodeAt(0)),
  );
}

const ANSI = { error: '1;31', warning: '1;33', hint: '1;36', frame: '34' } as const;

function paintAnsi(text: string, style: Severity | 'frame'): string {
  return `\x1b[${ANSI[style]}m${text}\x1b[0m`;
}
