// How values read in text and what stands for them in `output_fields`, spec outputs.md §2 and §4.1.

import type { ByteString } from '@windhover/bytes';
import type {
  FieldDeclaration,
  FieldType,
  FieldValue,
  RecordContext,
  ScalarValue,
} from '@windhover/event-sources';
import { isList } from '../operators/compare-values.ts';
import { formatAddress } from '../operators/ip-address.ts';

export const ABSENT_TEXT = '<NA>';
const NETWORK_TEXT = '<IPNET>';
/** Falco renders a list into a buffer of this many bytes. */
const MAX_LIST_BYTES = 1023;

/** Text of a value of a type; `text` renders the values of fields that have a way of their own. */
export function renderValue(
  value: FieldValue | undefined,
  type: FieldType,
  text?: FieldDeclaration['text'],
): ByteString {
  if (value === undefined) return ABSENT_TEXT;
  const render = text ?? ((scalar: ScalarValue) => renderScalar(scalar, type));
  return isList(value) ? renderList(value.map(render)) : render(value);
}

/** The value of a field in `output_fields`: addresses as text, times as numbers. */
export function toOutputValue(
  value: FieldValue | undefined,
  field: FieldDeclaration,
  context: RecordContext,
): FieldValue | undefined {
  if (value === undefined) return undefined;
  if (isList(value)) return value.map((element) => toOutputScalar(element, field.type));
  return toOutputScalar(field.jsonValue ? field.jsonValue(value, context) : value, field.type);
}

function toOutputScalar(value: ScalarValue, type: FieldType): ScalarValue {
  return value instanceof Uint8Array ? renderScalar(value, type) : value;
}

function renderScalar(value: ScalarValue, type: FieldType): ByteString {
  if (value instanceof Uint8Array) return type === 'ipnet' ? NETWORK_TEXT : formatAddress(value);
  return String(value);
}

/** A separator is only written where there is text before it, so leading empty elements vanish. */
function renderList(elements: readonly ByteString[]): ByteString {
  let text = '';
  for (const element of elements) text += text === '' ? element : `,${element}`;
  return `(${text})`.slice(0, MAX_LIST_BYTES);
}
