import type { IpAddress, IpNetwork, LiteralValue } from '@windhover/condition';
import type { ScalarValue } from '@windhover/event-sources';

/** What stands for a value in a set: two values of one type are equal exactly if their keys are. */
export type ScalarKey = string | bigint | boolean;

/** Key of a field's value. Addresses of different families have keys of different length. */
export function keyOfValue(value: ScalarValue): ScalarKey {
  return value instanceof Uint8Array ? String.fromCharCode(...value) : value;
}

/** Key of a literal of the same type; a network is no value and has none. */
export function keyOfLiteral(literal: Exclude<LiteralValue, IpNetwork>): ScalarKey {
  return isAddress(literal) ? keyOfValue(literal.address) : literal;
}

/** Whether a literal is an address rather than a string, number or bool. */
export function isAddress(literal: LiteralValue): literal is IpAddress {
  return typeof literal === 'object' && literal.kind === 'ip';
}

/** Whether a literal is a network. */
export function isNetwork(literal: LiteralValue): literal is IpNetwork {
  return typeof literal === 'object' && literal.kind === 'ipnet';
}
