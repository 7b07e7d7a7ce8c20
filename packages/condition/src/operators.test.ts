import { describe, expect, it } from 'vitest';
import { isListOperator, isModifiedOperator, isOperatorName } from './operators.ts';

describe('operator names', () => {
  it.each([
    ['=', { isOperator: true, isList: false, isModified: false }],
    ['exists', { isOperator: true, isList: false, isModified: false }],
    ['in', { isOperator: true, isList: true, isModified: false }],
    ['pmatch', { isOperator: true, isList: true, isModified: false }],
    ['startswith oneof', { isOperator: true, isList: true, isModified: true }],
    ['startswith  oneof', { isOperator: false, isList: false, isModified: false }],
    ['in anyof', { isOperator: false, isList: false, isModified: false }],
    ['like', { isOperator: false, isList: false, isModified: false }],
  ])('%j', (name, expected) => {
    expect({
      isOperator: isOperatorName(name),
      isList: isListOperator(name),
      isModified: isModifiedOperator(name),
    }).toEqual(expected);
  });
});
