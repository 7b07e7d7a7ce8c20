import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsSubstring } from './find-substring.ts';

describe('containsSubstring', () => {
  it('agrees with the search of the runtime, also for long needles', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 1500 });
    const piece = fc.tuple(text, fc.nat(1500), fc.nat(1500));
    fc.assert(
      fc.property(piece, fc.boolean(), ([value, from, length], changed) => {
        const needle = value.slice(from, from + length) + (changed ? 'b' : '');
        expect(containsSubstring(value, needle)).toBe(value.includes(needle));
      }),
    );
  });

  it('is linear where both sides repeat', () => {
    expect(containsSubstring('a'.repeat(500_000), `b${'a'.repeat(200_000)}`)).toBe(false);
    expect(containsSubstring('a'.repeat(500_000), `${'a'.repeat(200_000)}b`)).toBe(false);
  });
});
