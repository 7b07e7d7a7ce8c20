// Condition text ⇄ AST, type check against a field catalog, output format strings.

export type * from './ast.ts';
export type * from './field-catalog.ts';
export type * from './checked.ts';

// Text ⇄ tree
export { parseCondition, type ConditionParseError, type ParseConditionOptions, type ParsedCondition } from './parse-condition.ts';
export { printCondition, printOperand } from './print-condition.ts';
export { positionAt, type TextPosition } from './text-position.ts';

// The words of the language
export {
  isListOperator,
  isModifiedOperator,
  isOperatorName,
  MODIFIERS,
  OPERATORS,
  type OperatorDescription,
} from './operators.ts';
export { TRANSFORMERS, type TransformerDescription } from './transformers.ts';
