import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePosixRegex } from './compile-posix-regex.ts';

function matches(pattern: string, value: string): boolean | string {
  const compiled = compilePosixRegex(pattern);
  return compiled.ok ? compiled.matches(value) : compiled.message;
}

describe('compilePosixRegex', () => {
  it.each([
    ['.*yex.*', 'myexe', true],
    ['yex.*', 'myexe', false],
    ['x|Hell', 'Hello', false],
    ['', '', true],
    ['()', '', true],
    ['|x', 'x', true],
    ['x|', '', true],
    ['a**', 'aaa', true],
    ['a+*', '', true],
    ['a*?', 'aaa', true],
    ['a??', '', true],
    ['a{2}{3}', 'aaaaaa', true],
    ['a{2}{3}', 'aaaaa', false],
    ['a{2,}', 'aaaaa', true],
    ['x{,3}', 'x{,3}', true],
    ['{', '{', true],
    ['a{01}', 'a{01}', true],
    ['^*a', 'a', true],
    ['\\x52\\x{53}\\122\\.\\_', 'RSR._', true],
    ['[\\]x]+', ']x', true],
    ['[]x]+', ']x', true],
    ['[^]x]', 'a', true],
    ['[a-]+', 'a-', true],
    ['[-a]+', '-a', true],
    ['[[.a.]]', 'a]', true],
    ['[[:word:]]+', 'a_9', true],
    ['[[:^digit:]]', '5', false],
    ['[^a]', '\n', true],
    ['.', '\n', false],
    ['a\n^b$\nc', 'a\nb\nc', true],
    ['a$', 'a\n', false],
    ['caf.', 'caf\xc3\xa9', true],
    ['\xc3\xa9+', '\xc3\xa9\xc3\xa9', true],
    ['a\xef\xbf\xbdb', 'a\xffb', true],
  ])('%j on %j is %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it.each([
    ['*', 'no argument for repetition operator: *'],
    ['a|+', 'no argument for repetition operator: +'],
    ['(?:a)', 'no argument for repetition operator: ?'],
    ['{2}', 'no argument for repetition operator: {2}'],
    ['[a', 'missing ]: [a'],
    ['x[]', 'missing ]: []'],
    ['(a', 'missing ): (a'],
    ['a)x', 'unexpected ): a)x'],
    ['[z-a]', 'invalid character class range: z-a'],
    ['[a-c-e]', 'invalid character class range: -e'],
    ['[[:foo:]]', 'invalid character class range: [:foo:]'],
    ['a{2,1}', 'invalid repetition size: {2,1}'],
    ['a{1001}', 'invalid repetition size: {1001}'],
    ['(a{100}){11}', 'invalid repetition size: {11}'],
    ['\\d', 'invalid escape sequence: \\d'],
    ['[\\d]', 'invalid escape sequence: \\d'],
    ['\\1', 'invalid escape sequence: \\1'],
    ['\\pN', 'invalid escape sequence: \\p'],
    ['\\x5', 'invalid escape sequence: \\x5'],
    ['\\x{}', 'invalid escape sequence: \\x{}'],
    ['a\\', 'trailing \\'],
    ['\xff', 'invalid UTF-8'],
    ['((((.{10}){10}){10})|x)'.repeat(20), 'pattern too large - compile failed'],
  ])('rejects %j', (pattern, message) => {
    expect(matches(pattern, '')).toBe(message);
  });

  it('agrees with the patterns that JavaScript reads alike', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a)', '(a|b)', '(|b)', '\\.', '\\x61');
    const operator = fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '{0,}');
    const pattern = fc
      .array(fc.tuple(atom, operator), { maxLength: 6 })
      .map((pieces) => pieces.map((piece) => piece.join('')).join(''));
    const value = fc
      .array(fc.constantFrom('a', 'b', '.', '\n'), { maxLength: 6 })
      .map((letters) => letters.join(''));
    fc.assert(
      fc.property(pattern, value, (pattern, value) => {
        expect(matches(pattern, value)).toBe(new RegExp(`^(?:${pattern})$`).test(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads or rejects any pattern, and matches any value', () => {
    const piece = fc.constantFrom(
      ...'a()[]^$.*+?{}|\\-:2,'.split(''),
      '[:alpha:]',
      '{2}',
      '\\x41',
      '\xc3\xa9',
      '\xff',
    );
    const pattern = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(pattern, (pattern) => {
        expect(['string', 'boolean']).toContain(typeof matches(pattern, 'aa\xc3\xa9\n'));
      }),
      { numRuns: 2000 },
    );
  });
});
