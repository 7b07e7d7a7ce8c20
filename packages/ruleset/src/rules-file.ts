import type { SourceText } from '@windhover/diagnostics';
import { decodeByteString, encodeByteString, type ByteString } from '@windhover/bytes';
import { measureByteOrderMark } from './yaml/read-yaml.ts';

/** A rules file with what is needed to name places in it as Falco does. */
export interface RulesFile {
  /** `text` holds the bytes of the file. */
  readonly source: SourceText;
  /** Length of the byte order mark, which positions do not count. */
  readonly origin: number;
  readonly lineStarts: readonly number[];
}

/** A place as Falco tells it: line, column and offset from 0, in bytes. */
export interface Position {
  readonly name: ByteString;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A source text of bytes, as rules files are read: spans in it are byte offsets. */
export function createByteSource(name: string, bytes: ByteString): SourceText {
  return { name, text: bytes, decode: decodeByteString };
}

export function createRulesFile(source: SourceText): RulesFile {
  const origin = measureByteOrderMark(source.text);
  const lineStarts = [origin];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1))
    lineStarts.push(at + 1);
  return { source, origin, lineStarts };
}

/** The position of a byte offset. */
export function positionOf(file: RulesFile, offset: number): Position {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const lineStart = file.lineStarts[low] ?? 0;
  return {
    name: encodeByteString(file.source.name),
    line: low,
    column: Math.max(0, offset - lineStart),
    offset: Math.max(0, offset - file.origin),
  };
}
