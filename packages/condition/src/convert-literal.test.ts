import { describe, expect, it } from 'vitest';
import type { FieldType } from './field-catalog.ts';
import { convertLiteral } from './convert-literal.ts';

const max = 18446744073709551615n;

describe('convertLiteral', () => {
  it.each<[FieldType, string, unknown]>([
    ['string', 'x'.repeat(255), 'x'.repeat(255)],
    ['uint64', '05', 5n],
    ['uint64', '+5', 5n],
    ['uint64', ' \t5', 5n],
    ['uint64', '-1', max],
    ['uint64', '-0', 0n],
    ['uint64', '18446744073709551616', max],
    ['uint64', '-18446744073709551616', max],
    ['reltime', '1000000000', 1000000000n],
    ['bool', 'true', true],
    ['ipaddr', '10.0.0.1', { kind: 'ip', address: Uint8Array.of(10, 0, 0, 1) }],
    ['ipaddr', '::', { kind: 'ip', address: new Uint8Array(16) }],
    ['ipnet', '10.1.0.0/8', { kind: 'ipnet', address: Uint8Array.of(10, 1, 0, 0), prefix: 8 }],
    ['ipnet', '10.1.0.0/256', { kind: 'ipnet', address: Uint8Array.of(10, 1, 0, 0), prefix: 0 }],
    ['ipnet', '::/128', { kind: 'ipnet', address: new Uint8Array(16), prefix: 128 }],
  ])('reads %s %j', (type, text, value) => {
    expect(convertLiteral(text, type)).toEqual(value);
  });

  it.each<[FieldType, string, string]>([
    ['string', 'x'.repeat(256), `filter parameter too long (used=257, available=256):${'x'.repeat(256)}`],
    ['uint64', '5 ', '5  is not a valid number'],
    ['uint64', '', ' is not a valid number'],
    ['uint64', '0x5', '0x5 is not a valid number'],
    ['abstime', '5.0', '5.0 is not a valid number'],
    ['bool', 'True', 'filter error: unrecognized boolean value True'],
    ['ipaddr', '10.1', 'unrecognized IPv4 address 10.1'],
    ['ipaddr', '10.0.0.01', 'unrecognized IPv4 address 10.0.0.01'],
    ['ipaddr', '::ffff:10.0.0.1', 'unrecognized IPv4 address ::ffff:10.0.0.1'],
    ['ipaddr', '1::2::3', 'unrecognized IPv6 address 1::2::3'],
    ['ipnet', '10.0.0.0', 'unrecognized IP network 10.0.0.0'],
    ['ipnet', '10.0/8', 'unrecognized IP address 10.0/8'],
    ['ipnet', '10.0.0.0/33', 'invalid netmask 33'],
    ['ipnet', 'fe80::', 'invalid v6 netmask: fe80::'],
    ['ipnet', 'fe80::/0', 'invalid v6 netmask 0'],
    ['ipnet', 'fe80::/129', 'invalid v6 netmask 129'],
    ['ipnet', 'fe8x::/64', 'unrecognized IPv6 address fe8x::/64'],
  ])('rejects %s %j', (type, text, message) => {
    expect(() => convertLiteral(text, type)).toThrow(message);
  });
});
