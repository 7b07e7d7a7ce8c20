import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerAscii } from '../transformers/ascii-case.ts';
import { PrefixSearch } from './prefix-search.ts';
import { SubstringSearch } from './substring-search.ts';

interface Search {
  add(text: string, number: number): unknown;
  mark(value: string, results: Uint8Array): void;
}

const forms: [string, () => Search, (value: string, text: string) => boolean][] = [
  ['contains', () => new SubstringSearch(false), (value, text) => value.includes(text)],
  [
    'icontains',
    () => new SubstringSearch(true),
    (value, text) => lowerAscii(value).includes(lowerAscii(text)),
  ],
  ['startswith', () => new PrefixSearch(false), (value, text) => value.startsWith(text)],
  ['endswith', () => new PrefixSearch(true), (value, text) => value.endsWith(text)],
];

/** Few letters, so that texts overlap and contain one another; both cases; a byte that is not ASCII. */
const text = (minLength: number) =>
  fc
    .array(fc.constantFrom('a', 'A', 'b', 'B', '\xc3', '\0', '['), { minLength, maxLength: 8 })
    .map((letters) => letters.join(''));

describe.each(forms)('many texts at once: %s', (_, create, holds) => {
  it('finds what looking for one after the other finds', () => {
    fc.assert(
      fc.property(
        fc.array(text(1), { maxLength: 20 }),
        fc.array(text(0), { maxLength: 5 }),
        (texts, values) => {
          const search = create();
          for (const [number, each] of texts.entries()) search.add(each, number);
          for (const value of [...values, values.join('')]) {
            const results = new Uint8Array(texts.length);
            search.mark(value, results);
            expect([...results]).toEqual(texts.map((each) => (holds(value, each) ? 1 : 0)));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes all bytes there are', () => {
    const search = create();
    const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    for (const [number, byte] of bytes.entries()) search.add(byte, number);
    const results = new Uint8Array(256);
    search.mark('\xff', results);
    expect(results[255]).toBe(1);
    expect(results.reduce((sum, each) => sum + each)).toBe(1);
  });
});
