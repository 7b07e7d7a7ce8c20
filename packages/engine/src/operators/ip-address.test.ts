import { describe, expect, it } from 'vitest';
import { formatAddress, isInNetwork } from './ip-address.ts';

const v4 = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const v6 = (...groups: number[]): Uint8Array =>
  Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));

describe('formatAddress', () => {
  it.each([
    [v4(10, 0, 0, 1), '10.0.0.1'],
    [v6(0, 0, 0, 0, 0, 0, 0, 1), '::1'],
    [v6(0, 0, 0, 0, 0, 0, 0, 0), '::'],
    [v6(0x2001, 0xdb8, 0, 0, 1, 0, 0, 1), '2001:db8::1:0:0:1'],
    [v6(0x2001, 0xdb8, 0, 1, 1, 1, 1, 1), '2001:db8:0:1:1:1:1:1'],
    [v6(1, 0, 0, 0, 0, 0, 0, 0), '1::'],
    [v6(0, 0, 0, 0, 0, 0xffff, 0x0a00, 0x0001), '::ffff:10.0.0.1'],
    [v6(0, 0, 0, 0, 0, 0, 0x0a00, 0x0001), '::10.0.0.1'],
    [v6(0xfe80, 0, 0, 0, 0xabcd, 1, 2, 3), 'fe80::abcd:1:2:3'],
  ])('writes %j as %s', (address, text) => {
    expect(formatAddress(address)).toBe(text);
  });
});

describe('isInNetwork', () => {
  it.each([
    [v4(10, 1, 2, 3), v4(10, 9, 9, 9), 8, true],
    [v4(11, 1, 2, 3), v4(10, 0, 0, 0), 8, false],
    [v4(192, 168, 4, 1), v4(192, 168, 5, 0), 23, true],
    [v4(192, 168, 6, 1), v4(192, 168, 5, 0), 23, false],
    [v4(1, 2, 3, 4), v4(9, 9, 9, 9), 0, true],
    [v4(1, 2, 3, 4), v4(1, 2, 3, 4), 32, true],
    [v4(1, 2, 3, 5), v4(1, 2, 3, 4), 32, false],
    [v6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 5), v6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, true],
    [v4(32, 1, 13, 184), v6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, false],
  ])('%j in %j/%i is %s', (address, network, prefix, inside) => {
    expect(isInNetwork(address, { kind: 'ipnet', address: network, prefix })).toBe(inside);
  });
});
