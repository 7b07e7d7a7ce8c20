import { describe, expect, it } from 'vitest';
import { hintDidYouMean, suggest } from './suggest.ts';

describe('suggest', () => {
  it.each([
    ['one letter less', 'ct.usr', ['ct.user', 'ct.name'], ['ct.user']],
    ['swapped letters', 'condtiion', ['condition', 'items'], ['condition']],
    ['another case', 'warning', ['Warning', 'Error'], ['Warning']],
    ['the closest only', 'ct.name', ['ct.names', 'ct.nam', 'ct.shortname'], ['ct.nam', 'ct.names']],
    ['nothing far away', 'abc', ['xyz', 'abcdef'], []],
    ['not the word itself', 'abc', ['abc'], []],
    ['nothing for nothing', '', ['a'], []],
  ])('finds %s', (_what, word, candidates, expected) => {
    expect(suggest(word, candidates)).toEqual(expected);
  });

  it('says it in one sentence', () => {
    expect(hintDidYouMean('b', ['a', 'c', 'd'])).toEqual(['did you mean "a", "c" or "d"?']);
  });

  it('does not look at words that nobody types', () => {
    expect(suggest('x'.repeat(1000), ['x'.repeat(1001)])).toEqual([]);
  });
});
