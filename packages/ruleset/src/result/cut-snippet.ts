import type { ByteString } from '@windhover/bytes';
import type { Context } from '../context.ts';

/** Bytes shown to each side of the place. */
const HALF_WIDTH = 80;
const CUT = '...';

/** The line around a place and a caret below it, spec rules-files.md §12.2. */
export function cutSnippet(context: Context): ByteString {
  const text = context.expression ?? context.file.source.text;
  if (text === '') return '<No context available>\n';
  let at = Math.min(context.position.offset, text.length - 1);
  while (at > 0 && text[at] === '\n') at--;
  const lineStart = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  const lineFeed = text.indexOf('\n', at);
  const lineEnd = lineFeed < 0 ? text.length : lineFeed;
  const start = Math.max(lineStart, at - HALF_WIDTH);
  const end = Math.min(lineEnd, at + HALF_WIDTH + 1);
  let line = text.slice(start, end);
  // A place exactly that far in the line counts as cut, too.
  if (at - lineStart >= HALF_WIDTH) line = CUT + line.slice(CUT.length);
  if (lineEnd - at > HALF_WIDTH) line = line.slice(0, -CUT.length) + CUT;
  return `${line}\n${' '.repeat(at - start)}^\n`;
}
