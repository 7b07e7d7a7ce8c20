import { describe, expect, it } from 'vitest';
import { readTestFile } from './read-test-file.ts';

describe('readTestFile', () => {
  it('reads our own shape', () => {
    const read = readTestFile(
      'rules: [r.yaml]\ntests:\n  - {name: n, rule: R, event: {a: 1}, expect: no match}\n',
    );
    expect(read).toEqual({
      ok: true,
      file: { rules: ['r.yaml'], tests: [{ name: 'n', rule: 'R', event: { a: 1 }, expect: 'no match' }] },
    });
  });

  it('reads the shape of other cloud detection rules', () => {
    const read = readTestFile(
      'Rule: R\nTests:\n  - {Name: bad, ExpectedResult: true, Log: {a: 1}}\n  - {Name: good, ExpectedResult: false, Log: {a: 2}}\n',
    );
    expect(read.ok && read.file.tests).toEqual([
      { name: 'bad', rule: 'R', event: { a: 1 }, expect: 'match' },
      { name: 'good', rule: 'R', event: { a: 2 }, expect: 'no match' },
    ]);
  });

  it.each([
    ['an unknown key', 'tests:\n  - name: n\n    event: {}\n    expects: match\n', 2, 5],
    ['a wrong expectation', 'tests:\n  - name: n\n    event: {}\n    expect: maybe\n', 4, 13],
    ['a pointer without slash', 'tests:\n  - name: n\n    event: {}\n    remove: [a]\n', 4, 14],
    ['no tests', 'rules: []\n', 1, 1],
    ['not YAML', 'tests: [\n', 2, 1],
  ])('tells the place of %s', (_, text, line, column) => {
    const read = readTestFile(text);
    expect(
      read.ok ? [] : read.problems.map((problem) => ({ line: problem.line, column: problem.column }))[0],
    ).toEqual({ line, column });
  });

  it('refuses an alias bomb', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 8 }, (_, index) => {
        const [name, previous] = ['bcdefghi'[index], 'abcdefgh'[index]];
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${previous}`).join(', ')}]`;
      }),
    ].join('\n');
    expect(readTestFile(`${bomb}\ntests: []\n`).ok).toBe(false);
  });
});
