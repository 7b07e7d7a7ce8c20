import type { ByteString } from '@windhover/bytes';

/** A place in a condition: byte offset, and line and column counted from 1. */
export interface TextPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Where `offset` stands. CR and LF count as a line break each, so CRLF as two (spec rules-files.md §12.1). */
export function positionAt(text: ByteString, offset: number): TextPosition {
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < offset; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x0a || code === 0x0d) {
      line++;
      lineStart = index + 1;
    }
  }
  return { offset, line, column: offset - lineStart + 1 };
}
