import type { ByteString } from '@windhover/bytes';
import { CheckFailure } from './check-failure.ts';
import type { IpAddress, IpNetwork, LiteralValue } from './checked.ts';
import type { FieldType } from './field-catalog.ts';
import { parseIpv4, parseIpv6 } from './parse-ip.ts';

const maxStringLength = 255;
const maxUint64 = (1n << 64n) - 1n;

/** A literal as a value of the type it is compared with (spec condition-language.md §8). Throws `CheckFailure`. */
export function convertLiteral(text: ByteString, type: FieldType): LiteralValue {
  if (text.includes('\0'))
    throw new CheckFailure('filter error: filter value cannot contain a NUL byte (\\x00)');
  switch (type) {
    case 'string':
      if (text.length > maxStringLength) {
        throw new CheckFailure(`filter parameter too long (used=${text.length + 1}, available=256):${text}`);
      }
      return text;
    case 'uint64':
    case 'reltime':
    case 'abstime':
      return convertNumber(text);
    case 'bool':
      if (text !== 'true' && text !== 'false') {
        throw new CheckFailure(`filter error: unrecognized boolean value ${text}`);
      }
      return text === 'true';
    case 'ipaddr':
      return convertAddress(text);
    case 'ipnet':
      return text.includes('.') ? convertIpv4Network(text) : convertIpv6Network(text);
  }
}

/** As C's `scanf("%lu")`: white space, a sign, digits and nothing more; negative numbers wrap, large ones saturate. */
function convertNumber(text: ByteString): bigint {
  const match = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/.exec(text);
  if (match === null) throw new CheckFailure(`${text} is not a valid number`);
  const [, sign, written = ''] = match;
  const digits = written.replace(/^0+/, '');
  const value = digits.length > 20 ? maxUint64 + 1n : BigInt(digits);
  if (value > maxUint64) return maxUint64;
  return sign === '-' ? BigInt.asUintN(64, -value) : value;
}

function convertAddress(text: ByteString): IpAddress {
  const isIpv4 = text.includes('.');
  const address = isIpv4 ? parseIpv4(text) : parseIpv6(text);
  if (address === undefined)
    throw new CheckFailure(`unrecognized ${isIpv4 ? 'IPv4' : 'IPv6'} address ${text}`);
  return { kind: 'ip', address };
}

function convertIpv4Network(text: ByteString): IpNetwork {
  const slash = text.indexOf('/');
  if (slash < 0) throw new CheckFailure(`unrecognized IP network ${text}`);
  const address = parseIpv4(text.slice(0, slash));
  if (address === undefined) throw new CheckFailure(`unrecognized IP address ${text}`);
  // Falco keeps only the lowest byte of the mask: /256 is /0.
  const prefix = Number(convertNumber(text.slice(slash + 1)) & 0xffn);
  if (prefix > 32) throw new CheckFailure(`invalid netmask ${prefix}`);
  return { kind: 'ipnet', address, prefix };
}

function convertIpv6Network(text: ByteString): IpNetwork {
  const slash = text.indexOf('/');
  if (slash < 0) throw new CheckFailure(`invalid v6 netmask: ${text}`);
  const mask = text.slice(slash + 1);
  const prefix = convertNumber(mask);
  if (prefix === 0n || prefix > 128n) throw new CheckFailure(`invalid v6 netmask ${mask}`);
  const address = parseIpv6(text.slice(0, slash));
  if (address === undefined) throw new CheckFailure(`unrecognized IPv6 address ${text}`);
  return { kind: 'ipnet', address, prefix: Number(prefix) };
}
