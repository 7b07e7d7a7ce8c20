import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BraceCutter } from './brace-cutter.ts';
import { writeInChunks } from '../cut-for-test.ts';

const vectorsFile = join(import.meta.dirname, '../../../../../shared/spec/sources-vectors.json');
const vectors: readonly { content: string; records: string[] }[] = existsSync(vectorsFile)
  ? (
      JSON.parse(readFileSync(vectorsFile, 'utf8')) as {
        record_split: { content: string; records: string[] }[];
      }
    ).record_split
  : [];

function cut(text: string, chunkSize: number, maxRecordBytes = 1000): string[] {
  const found: string[] = [];
  const cutter = new BraceCutter({
    maxRecordBytes,
    record: (bytes, start, end, offset) => {
      const record = Buffer.from(bytes.subarray(start, end)).toString();
      expect(text.slice(offset, offset + record.length)).toBe(record);
      found.push(record);
    },
    tooLarge: () => found.push('too large'),
  });
  writeInChunks(cutter, Buffer.from(text), chunkSize);
  cutter.end();
  return found;
}

const cases: readonly (readonly [text: string, records: string[]])[] = [
  ['{"Records":[{"a":1},{"b":{"c":2}}]}', ['{"a":1}', '{"b":{"c":2}}']],
  ['[{"a":{"b":1}}]', ['{"b":1}']],
  ['{"a":{"x":"}\\"}"}}', ['{"x":"}\\"}"}']],
  ['}}{"a":{"b":1}}', ['{"b":1}']],
  ['{"a":{"b":1', []],
  ['', []],
];

it.each(cases)('cuts %j by its braces however it is chunked', (text, records) => {
  for (const size of [1, 2, 5, 100]) expect(cut(text, size)).toEqual(records);
});

it.skipIf(vectors.length === 0)('cuts what Falco cut', () => {
  for (const { content, records } of vectors) expect(cut(content, 3)).toEqual(records);
});

it('reports records that are too large', () => {
  for (const size of [1, 4, 100]) {
    expect(cut('{"r":[{"a":1},{"a":"0123456789"},{"b":2}]}', size, 10)).toEqual([
      '{"a":1}',
      'too large',
      '{"b":2}',
    ]);
  }
});
