import { describe, expect, it } from 'vitest';
import { lowerAscii, upperAscii } from './ascii-case.ts';
import { decodeBase64 } from './base64.ts';
import { listOptions, selectOption } from './getopt.ts';
import { STRING_TRANSFORMERS } from './string-transformers.ts';

describe('tolower and toupper', () => {
  it('change ASCII letters only', () => {
    expect(lowerAscii('ABC xyz \xc3\x89')).toBe('abc xyz \xc3\x89');
    expect(upperAscii('ABC xyz \xe9')).toBe('ABC XYZ \xe9');
    expect([lowerAscii('A[Z'), upperAscii('a{z')]).toEqual(['a[z', 'A{Z']);
  });
});

describe('b64', () => {
  it.each([
    ['aGVsbG8', 'hello'],
    ['aGVsbG8=', 'hello'],
    ['aGVsbG8==', 'hello'],
    ['', ''],
    ['=', undefined],
    ['==', undefined],
    ['aGVsbG8===', undefined],
    ['a', undefined],
    ['aGVsbG9', undefined],
    ['aGV sbG8', undefined],
    ['_-', undefined],
    ['YQBi', 'a'],
    ['w6k=', '\xc3\xa9'],
  ])('of %j is %j', (text, decoded) => {
    expect(decodeBase64(text)).toBe(decoded);
  });
});

describe('basename', () => {
  it.each([
    ['/a/b.txt', 'b.txt'],
    ['b', 'b'],
    ['a/', ''],
    ['', ''],
  ])('of %j is %j', (path, name) => {
    expect(STRING_TRANSFORMERS.basename(path)).toBe(name);
  });
});

describe('getopt', () => {
  it.each([
    [['-t', 'v1', '-t', 'v2'], 't:', ['t', 'v1', 't', 'v2']],
    [['-abc'], 'abc', ['a', 'b', 'c']],
    [['-abc'], 'ab', ['a', 'b', '?']],
    [['-ofile', 'rest', '-x'], 'o:x', ['o', 'file']],
    [['-o'], 'o:', ['']],
    [['-o', '--', '-p'], 'o:p', ['o', '--', 'p']],
    [['--', '-o'], 'o', []],
    [['--long', '-o'], 'o', ['o']],
    [['-', '-o'], 'o', []],
    [['', '-o'], 'o', []],
    [['x', '-o'], 'o', []],
    [['-:'], ':', ['?']],
    [['-va', 'x'], ':va:', ['v', 'a', 'x']],
  ])('lists the options of %j by %j as %j', (words, options, expected) => {
    expect(listOptions(words, options)).toEqual(expected);
  });

  it.each([
    [['-t', 'v1', '-t', 'v2'], 't:', 't', 'v2'],
    [['-v'], 'v', 'v', 'v'],
    [['-o'], 'o:', 'o', ''],
    [['-abc'], 'ab', 'c', undefined],
    [['x', '-o', 'y'], 'o:', 'o', undefined],
  ])('selects of %j by %j the option %j: %j', (words, options, letter, expected) => {
    expect(selectOption(words, options, letter)).toBe(expected);
  });
});
