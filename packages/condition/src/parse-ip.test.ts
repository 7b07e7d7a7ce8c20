import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4, parseIpv6 } from './parse-ip.ts';

describe('parseIpv6', () => {
  it.each([
    ['::', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['::1', [0, 0, 0, 0, 0, 0, 0, 1]],
    ['2001:db8::ff', [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0xff]],
    ['1:2:3:4:5:6:7:8', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['1:2:3:4:5:6:7::', [1, 2, 3, 4, 5, 6, 7, 0]],
    ['::ffff:10.0.0.1', [0, 0, 0, 0, 0, 0xffff, 0x0a00, 1]],
  ])('reads %s', (text, groups) => {
    expect(Array.from(parseIpv6(text) ?? [])).toEqual(groups.flatMap((group) => [group >> 8, group & 0xff]));
  });
});

describe('addresses', () => {
  const token = fc.constantFrom('0', '1', '01', 'ff', 'fffff', ':', '::', '.', '255', '256', '10.0.0.1');
  const text = fc.array(token, { maxLength: 16 }).map((tokens) => tokens.join(''));

  it('are those that Node takes', () => {
    fc.assert(
      fc.property(text, (address) => {
        expect(parseIpv4(address) !== undefined).toBe(isIPv4(address));
        expect(parseIpv6(address) !== undefined).toBe(isIPv6(address));
      }),
      { numRuns: 5000 },
    );
  });
});
