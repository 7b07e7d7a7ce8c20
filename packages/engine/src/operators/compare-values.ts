// Operators with a value of the same record on the right: `val(field)` and transformers, spec §13.

import type { ByteString } from '@windhover/bytes';
import type { CheckedCompare, Operand } from '@windhover/condition';
import type { FieldValue, ScalarValue } from '@windhover/event-sources';
import { lowerAscii } from '../transformers/ascii-case.ts';
import { containsSubstring } from './find-substring.ts';
import { compileGlob } from './glob.ts';
import { keyOfValue } from './scalar-key.ts';

/** Whether the values on both sides, which are of one type, are in relation. */
export type Relation = (left: FieldValue, right: FieldValue) => boolean;

/** Compile the relation of `LEFT OPERATOR RIGHT`. */
export function compareValues(operator: CheckedCompare['operator'], left: Operand, right: Operand): Relation {
  switch (operator) {
    case 'in':
    case 'intersects':
      return compareAsSets(operator, left, right);
    case '=':
      return onScalars((a, b) => keyOfValue(a) === keyOfValue(b));
    case '!=':
      return onScalars((a, b) => keyOfValue(a) !== keyOfValue(b));
    case '<':
      return onScalars((a, b) => a < b);
    case '<=':
      return onScalars((a, b) => a <= b);
    case '>':
      return onScalars((a, b) => a > b);
    case '>=':
      return onScalars((a, b) => a >= b);
    case 'contains':
      return onTexts(containsSubstring);
    case 'icontains':
      return onTexts((text, needle) => containsSubstring(lowerAscii(text), lowerAscii(needle)));
    case 'startswith':
      return onTexts((text, start) => text.startsWith(start));
    case 'endswith':
      return onTexts((text, end) => text.endsWith(end));
    case 'glob':
      return onTexts((text, pattern) => matchesGlob(text, pattern, false));
    case 'iglob':
      return onTexts((text, pattern) => matchesGlob(text, pattern, true));
    default:
      throw new Error(`operator ${operator} takes no field on its right`);
  }
}

/**
 * `in` and `intersects` of two values. In Falco the end mark of a text that went through a string transformer
 * counts as part of it, here as in lists, but not for a single value on the left: such a text on one side only
 * is never equal. A multi-argument transformer on the left never matches a field at all.
 */
function compareAsSets(operator: 'in' | 'intersects', left: Operand, right: Operand): Relation {
  const leftIsMarked = left.isList && isMarked(left);
  if (leftIsMarked !== isMarked(right) || isMultiArgument(left)) return () => false;
  return (leftValue, rightValue) => {
    const keys = new Set(elementsOf(rightValue).map(keyOfValue));
    const elements = elementsOf(leftValue);
    const isMember = (value: ScalarValue): boolean => keys.has(keyOfValue(value));
    return operator === 'in' ? elements.every(isMember) : elements.some(isMember);
  };
}

/** Whether Falco keeps the end mark with the value: after `tolower toupper b64 basename`. */
export function isMarked(operand: Operand): boolean {
  return operand.kind === 'transform' && operand.name !== 'len';
}

function isMultiArgument(operand: Operand): boolean {
  if (operand.kind === 'transform') return isMultiArgument(operand.input);
  return operand.kind === 'concat' || operand.kind === 'join' || operand.kind === 'getopt';
}

/** Longest glob pattern taken from an event, as long as a literal may be: time stays linear in the value. */
const MAX_PATTERN_BYTES = 255;

function matchesGlob(text: ByteString, pattern: ByteString, foldCase: boolean): boolean {
  return pattern.length <= MAX_PATTERN_BYTES && compileGlob(pattern, { foldCase })(text);
}

function onScalars(relation: (left: ScalarValue, right: ScalarValue) => boolean): Relation {
  return (left, right) => !isList(left) && !isList(right) && relation(left, right);
}

function onTexts(relation: (left: ByteString, right: ByteString) => boolean): Relation {
  return (left, right) => typeof left === 'string' && typeof right === 'string' && relation(left, right);
}

function elementsOf(value: FieldValue): readonly ScalarValue[] {
  return isList(value) ? value : [value];
}

/** Whether a field's value is that of a list field. */
export function isList(value: FieldValue): value is readonly ScalarValue[] {
  return Array.isArray(value);
}
