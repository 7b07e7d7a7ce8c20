import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from './glob.ts';

interface Vector {
  readonly pattern: string;
  readonly value: string;
  readonly glob: boolean;
  readonly iglob: boolean;
}

/** Recorded from `fnmatch` of the C library (glibc 2.36, C locale), flags 0 and FNM_CASEFOLD. */
const vectors = JSON.parse(
  readFileSync(new URL('glob.vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

const table: readonly [pattern: string, value: string, matches: boolean][] = [
  ['', '', true],
  ['*', '', true],
  ['**', 'anything', true],
  ['/opt/*', '/opt/dir/file', true],
  ['*', '.hidden', true],
  ['?', '\xc3\xa9', false],
  ['??', '\xc3\xa9', true],
  ['a*b*c', 'axxbxxbc', true],
  ['a*b*c', 'axxcxxb', false],
  ['ab*ba', 'aba', false],
  ['*ab', 'aab', true],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[[:alpha:]]*', 'x1', true],
  ['[[:nope:]]', 'n', false],
  ['[x[:nope:]]', 'x', true],
  ['[[:ALPHA:]]', 'A', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['a\\', 'a\\', false],
  ['[ab', '[ab', true],
  ['[[]x', '[x', true],
];

describe('glob', () => {
  it.each(table)('%j against %j is %s', (pattern, value, matches) => {
    expect(compileGlob(pattern, { foldCase: false })(value)).toBe(matches);
  });

  it('agrees with fnmatch of the C library', () => {
    const wrong = vectors.filter(
      ({ pattern, value, glob }) => compileGlob(pattern, { foldCase: false })(value) !== glob,
    );
    expect(wrong).toEqual([]);
  });

  it('agrees with a naive matcher on stars, question marks and letters', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*', '?'), maxLength: 10 });
    fc.assert(
      fc.property(pattern, text, (glob, value) => {
        expect(compileGlob(glob, { foldCase: false })(value)).toBe(matchesNaively(glob, value));
        const folded = matchesNaively(glob.toLowerCase(), value.toLowerCase());
        expect(compileGlob(glob, { foldCase: true })(value)).toBe(folded);
      }),
      { numRuns: 2000 },
    );
  });

  it('never backtracks over stars', () => {
    expect(compileGlob(`${'a*'.repeat(100)}b`, { foldCase: false })('a'.repeat(100_000))).toBe(false);
  });
});

describe('iglob', () => {
  it('agrees with fnmatch of the C library', () => {
    const wrong = vectors.filter(
      ({ pattern, value, iglob }) => compileGlob(pattern, { foldCase: true })(value) !== iglob,
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['[r-s]*', 'Run', true],
    ['[[:upper:]]*', 'Run', true],
    ['[[:upper:]]*', 'run', false],
    ['[[:lower:]]*', 'Run', false],
    ['*RUN*', 'dry-run', true],
    ['\xc3\x89', '\xc3\xa9', false],
  ])('%j against %j is %s', (pattern, value, matches) => {
    expect(compileGlob(pattern, { foldCase: true })(value)).toBe(matches);
  });
});

function matchesNaively(pattern: string, value: string): boolean {
  if (pattern === '') return value === '';
  if (pattern.startsWith('*')) {
    return (
      matchesNaively(pattern.slice(1), value) || (value !== '' && matchesNaively(pattern, value.slice(1)))
    );
  }
  return (
    value !== '' &&
    (pattern[0] === '?' || pattern[0] === value[0]) &&
    matchesNaively(pattern.slice(1), value.slice(1))
  );
}
