// Condition text ⇄ AST, type check against a field catalog, output format strings.

export type * from './ast.ts';
export type * from './field-catalog.ts';
export type * from './checked.ts';

// Text ⇄ tree
export {
  parseCondition,
  type ConditionParseError,
  type ParseConditionOptions,
  type ParsedCondition,
} from './parse-condition.ts';
export { printCondition, printOperand } from './print-condition.ts';
export { positionAt, type TextPosition } from './text-position.ts';

// Macros and walks
export { substituteMacros, type MacroSubstitution } from './substitute-macros.ts';
export { visitCondition, visitOperand, type ConditionVisitor } from './visit-condition.ts';

// What conditions and operands are made of
export { describeCondition, type ConditionDescription } from './describe-condition.ts';
export { collectFields } from './collect-fields.ts';

// Output formats
export { describeFormat, parseFormat, type ParsedFormat } from './parse-format.ts';

// Tree against fields
export { checkCondition, type CheckResult, type ConditionCheckError } from './check-condition.ts';
export { resolveField, type FieldResolution } from './resolve-field.ts';
export { typeName } from './type-names.ts';
export { warnTree, type ConditionWarning } from './warn-tree.ts';
export { compilePosixRegex, type CompiledRegex } from './regex/compile-posix-regex.ts';

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
