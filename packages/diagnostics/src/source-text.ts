/** A text that people wrote and that diagnostics point into. Offsets count the characters of `text`. */
export interface SourceText {
  /** As the user named it: a path, or what stands for one. */
  readonly name: string;
  readonly text: string;
  /** What a person reads for a slice of `text`; needed where `text` holds bytes. */
  readonly decode?: (slice: string) => string;
}

/** A half-open range of a source text. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** Place of an offset in its source; line and column count from 1, the column in characters that people see. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  /** The whole line, decoded, without its line break. */
  readonly lineText: string;
}

/** Where `offset` is. Takes time in proportion to the length of the source at most. */
export function locateOffset(source: SourceText, offset: number): SourcePosition {
  const { text } = source;
  const decode = source.decode ?? ((slice: string) => slice);
  const at = Math.max(0, Math.min(offset, text.length));
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = text.indexOf('\n', at);
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < lineStart; next = text.indexOf('\n', next + 1))
    line++;
  const lineText = decode(text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd)).replace(/\r$/, '');
  return { line, column: countCharacters(decode(text.slice(lineStart, at))) + 1, lineText };
}

/** Number of code points: what a terminal shows in one cell each, near enough. */
export function countCharacters(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    if ((text.charCodeAt(index) & 0xfc00) !== 0xdc00) count++;
  }
  return count;
}
