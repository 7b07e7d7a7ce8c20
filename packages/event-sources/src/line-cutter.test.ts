import { expect, it } from 'vitest';
import { LineCutter } from './line-cutter.ts';
import { writeInChunks } from './cut-for-test.ts';

function cut(text: string, chunkSize: number, maxLineBytes = 100): string[] {
  const found: string[] = [];
  const cutter = new LineCutter({
    maxLineBytes,
    line: (bytes, start, end, offset) =>
      found.push(`${offset}:${Buffer.from(bytes.subarray(start, end)).toString('latin1')}`),
    tooLarge: (offset) => found.push(`${offset}!`),
  });
  writeInChunks(cutter, Buffer.from(text, 'latin1'), chunkSize);
  cutter.end();
  return found;
}

it.each<[text: string, lines: string[]]>([
  ['', []],
  ['a', ['0:a']],
  ['a\n', ['0:a']],
  ['a\n\nbc\r\nd', ['0:a', '2:', '3:bc\r', '7:d']],
  ['0123456789a\nb', ['0!', '12:b']],
  ['0123456789a', ['0!']],
])('cuts %j into lines however it is chunked', (text, lines) => {
  for (const size of [1, 2, 3, 100]) expect(cut(text, size, 10)).toEqual(lines);
});
