// Operands (fields, constants, transformers) compiled to functions of a record, spec condition-language.md §6.

import type { ByteString } from '@windhover/bytes';
import type {
  GetoptOperand,
  JoinOperand,
  ListOperand,
  Operand,
  TransformOperand,
} from '@windhover/condition';
import type { FieldValue, ScalarValue } from '@windhover/event-sources';
import { cutAtNul } from '@windhover/json';
import { isList } from '../operators/compare-values.ts';
import { listOptions, selectOption } from '../transformers/getopt.ts';
import { STRING_TRANSFORMERS } from '../transformers/string-transformers.ts';
import type { RecordValues, SlotTable } from './record-values.ts';

/** The value of an operand for a record; undefined = absent, which every transformer passes on. */
export type OperandReader = (values: RecordValues) => FieldValue | undefined;
type TextReader = (values: RecordValues) => ByteString | undefined;
type ListReader = (values: RecordValues) => readonly ByteString[] | undefined;

export function compileOperand(operand: Operand, slots: SlotTable): OperandReader {
  switch (operand.kind) {
    case 'field': {
      const slot = slots.slotOf(operand.field);
      return (values) => values.get(slot);
    }
    case 'constant': {
      const value = cutAtNul(operand.value);
      return () => value;
    }
    case 'transform':
      return compileTransform(operand, slots);
    case 'concat':
      return compileConcat(operand.parts, slots);
    case 'join':
      return compileJoin(operand, slots);
    case 'getopt':
      return compileGetopt(operand, slots);
    case 'list':
      return compileList(operand, slots);
  }
}

function compileTransform({ name, input }: TransformOperand, slots: SlotTable): OperandReader {
  const read = compileOperand(input, slots);
  const apply =
    name === 'len'
      ? measure
      : (value: FieldValue): FieldValue | undefined => transform(value, STRING_TRANSFORMERS[name]);
  return (values) => {
    const value = read(values);
    return value === undefined ? undefined : apply(value);
  };
}

/** Bytes of a string, elements of a list. */
function measure(value: FieldValue): FieldValue | undefined {
  return typeof value === 'string' || isList(value) ? BigInt(value.length) : undefined;
}

/** Element by element on lists; one element that fails makes the whole value absent. */
function transform(
  value: FieldValue,
  apply: (text: ByteString) => ByteString | undefined,
): FieldValue | undefined {
  if (typeof value === 'string') return apply(value);
  if (!isList(value)) return undefined;
  const results: ByteString[] = [];
  for (const element of value) {
    const result = typeof element === 'string' ? apply(element) : undefined;
    if (result === undefined) return undefined;
    results.push(result);
  }
  return results;
}

function compileConcat(parts: readonly Operand[], slots: SlotTable): TextReader {
  const readers = parts.map((part) => compileText(part, slots));
  return (values) => {
    let text = '';
    for (const read of readers) {
      const part = read(values);
      if (part === undefined) return undefined;
      text += part;
    }
    return text;
  };
}

/** A separator that went through a transformer ends the text after its first use: Falco copies its end mark. */
function compileJoin({ separator, list }: JoinOperand, slots: SlotTable): TextReader {
  const readSeparator = compileText(separator, slots);
  const readList = compileTexts(list, slots);
  const isCutShort = separator.kind === 'transform';
  return (values) => {
    const between = readSeparator(values);
    const parts = readList(values);
    if (between === undefined || parts === undefined) return undefined;
    const [first] = parts;
    return isCutShort && first !== undefined && parts.length > 1 ? first + between : parts.join(between);
  };
}

function compileGetopt({ list, options, selector }: GetoptOperand, slots: SlotTable): OperandReader {
  const readWords = compileTexts(list, slots);
  const readOptions = compileText(options, slots);
  return (values) => {
    const words = readWords(values);
    const known = readOptions(values);
    if (words === undefined || known === undefined) return undefined;
    return selector === undefined ? listOptions(words, known) : selectOption(words, known, selector);
  };
}

/** A list literal is present when all its elements are, even when there are none. List fields are spliced in. */
function compileList({ items }: ListOperand, slots: SlotTable): ListReader {
  const readers = items.map((item) => compileTexts(item, slots));
  return (values) => {
    const texts: ByteString[] = [];
    for (const read of readers) {
      const parts = read(values);
      if (parts === undefined) return undefined;
      for (const part of parts) texts.push(part);
    }
    return texts;
  };
}

/** Read an operand as the text that `concat`, `join` and `getopt` make of it. */
function compileText(operand: Operand, slots: SlotTable): TextReader {
  const readAll = compileTexts(operand, slots);
  return (values) => readAll(values)?.[0];
}

function compileTexts(operand: Operand, slots: SlotTable): ListReader {
  const read = compileOperand(operand, slots);
  const toText = (value: ScalarValue): ByteString => elementText(value, operand);
  return (values) => {
    const value = read(values);
    if (value === undefined) return undefined;
    return isList(value) ? value.map(toText) : [toText(value)];
  };
}

/** Numbers of fields are written in decimal; whatever else is no text gives its raw bytes up to the first NUL. */
function elementText(value: ScalarValue, operand: Operand): ByteString {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint')
    return operand.kind === 'field' && operand.type === 'uint64' ? String(value) : rawBytes(value);
  if (typeof value === 'boolean') return value ? '\x01' : '';
  return cutAtNul(String.fromCharCode(...value));
}

function rawBytes(value: bigint): ByteString {
  let text = '';
  for (let rest = value; (rest & 0xffn) !== 0n; rest >>= 8n)
    text += String.fromCharCode(Number(rest & 0xffn));
  return text;
}
