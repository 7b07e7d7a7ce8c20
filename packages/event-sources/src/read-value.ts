// The conversion rules from JSON nodes to field values that Falco's plugins share, spec sources-aws.md §1.

import type { ByteString } from '@windhover/bytes';
import { sliceToByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { compactText, cutAtNul, decodeString } from '@windhover/json';
import type { FieldValue } from './field.ts';

/** What becomes of a value on its way out of a plugin: text passes through C strings and ends at the first U+0000. */
export function cutValue(value: FieldValue | undefined): FieldValue | undefined {
  if (typeof value === 'string') return cutAtNul(value);
  return Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? cutAtNul(item) : item))
    : value;
}

/** Rule STR: a string is its decoded text; any other present value is the empty string. */
export function readText(node: JsonNode | undefined): ByteString | undefined {
  if (node === undefined) return undefined;
  return node.kind === 'string' ? decodeString(node) : '';
}

/** The decoded text of a JSON string; undefined for anything else. */
export function readStringOnly(node: JsonNode | undefined): ByteString | undefined {
  return node?.kind === 'string' ? decodeString(node) : undefined;
}

/** Rule JSON: compact JSON text of whatever stands there, `null` and quotes included. */
export function readJsonText(node: JsonNode | undefined): ByteString | undefined {
  return node === undefined ? undefined : compactText(node);
}

/** Strings decoded, everything else as compact JSON text (`json.value`, KSTR of the Kubernetes source). */
export function readAnyText(node: JsonNode | undefined): ByteString | undefined {
  if (node === undefined) return undefined;
  return node.kind === 'string' ? decodeString(node) : compactText(node);
}

/** Rule BOOL: `true` for JSON `true`, `false` for any other present value. */
export function readFlag(node: JsonNode | undefined): ByteString | undefined {
  if (node === undefined) return undefined;
  return node.kind === 'true' ? 'true' : 'false';
}

/** Rule U64: numbers as 64-bit unsigned integers, fractions cut; other present values are 0. */
export function readUint64(node: JsonNode | undefined): bigint | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== 'number') return 0n;
  const text = sliceToByteString(node.bytes, node.start, node.end);
  if (text.length <= MAX_DIGITS && /^\d+$/.test(text)) {
    const value = BigInt(text);
    if (value <= MAX_UINT64) return value;
  }
  return castFloat(Number(text));
}

const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_DIGITS = 20;
/** What amd64 gives for a float beyond the range of the cast. */
const OUT_OF_RANGE = 2n ** 63n;

function castFloat(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 64 || value < -(2 ** 63)) return OUT_OF_RANGE;
  return BigInt.asUintN(64, BigInt(Math.trunc(value)));
}
