import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createStreamBytes } from './stream-bytes.ts';
import { limitLines } from './limit-lines.ts';

async function read(chunks: string[], maxLineBytes: number): Promise<string> {
  const bytes = createStreamBytes(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));
  const read: Uint8Array[] = [];
  for await (const chunk of limitLines(bytes, maxLineBytes)) read.push(chunk);
  return Buffer.concat(read).toString();
}

describe('limitLines', () => {
  it.each<[chunks: string[]]>([[['abc\nabc\n']], [['a', 'bc', '\nab', 'c']], [['\n\n\n\n']], [['']]])(
    'lets lines of three bytes pass: %j',
    async (chunks) => {
      expect(await read(chunks, 3)).toBe(chunks.join(''));
    },
  );

  it.each<[chunks: string[]]>([[['abcd\n']], [['abcd']], [['ab', 'cd\n']], [['abc\nabc\r\n']]])(
    'ends at a longer one: %j',
    async (chunks) => {
      await expect(read(chunks, 3)).rejects.toThrow('bufio.Scanner: token too long');
    },
  );
});
