import { describe, expect, it } from 'vitest';
import { parseFlag, parseUint32 } from './decode-value.ts';

describe('parseFlag', () => {
  it.each(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'])(
    'takes %s for true',
    (text) => {
      expect(parseFlag(text)).toBe(true);
    },
  );
  it.each(['n', 'N', 'no', 'No', 'NO', 'false', 'off', 'OFF'])('takes %s for false', (text) => {
    expect(parseFlag(text)).toBe(false);
  });
  it.each(['tRUE', '1', '0', '', 'yess'])('takes %j for neither', (text) => {
    expect(parseFlag(text)).toBeUndefined();
  });
});

describe('parseUint32', () => {
  it.each([
    ['5', 5],
    ['+5', 5],
    ['0x1F', 31],
    ['010', 8],
    ['4294967295', 4294967295],
    ['4294967296', undefined],
    ['-1', undefined],
    ['08', undefined],
    ['1.0', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, expected) => {
    expect(parseUint32(text)).toBe(expected);
  });
});
