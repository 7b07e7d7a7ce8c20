import type { ByteString } from '@windhover/bytes';
import type { CheckedCompare, CheckedExists, LiteralValue, Operand } from '@windhover/condition';
import type { CheckTrace } from '@windhover/engine';

export type { BranchTrace, CheckTrace, ConditionTrace, RuleTrace } from '@windhover/engine';

/** Literals shown of a long list. */
const MAX_LITERALS = 8;

/** A check as people read it: `ct.name in (a, b)`. */
export function printCheck({ source }: CheckTrace): ByteString {
  return source.kind === 'exists' ? `${printOperand(source.operand)} exists` : printComparison(source);
}

/** The left side of a check: a field, or transformers around one. */
export function printOperand(operand: Operand): ByteString {
  switch (operand.kind) {
    case 'field':
      return operand.field.text;
    case 'constant':
      return `"${operand.value}"`;
    case 'transform':
      return `${operand.name}(${printOperand(operand.input)})`;
    case 'concat':
      return `concat(${operand.parts.map(printOperand).join(', ')})`;
    case 'join':
      return `join(${printOperand(operand.separator)}, ${printOperand(operand.list)})`;
    case 'getopt':
      return `getopt(${printOperand(operand.list)}, ${printOperand(operand.options)})${operand.selector === undefined ? '' : `[${operand.selector}]`}`;
    case 'list':
      return `(${operand.items.map(printOperand).join(', ')})`;
  }
}

function printComparison({ operand, operator, modifier, right }: CheckedCompare): ByteString {
  const left = `${printOperand(operand)} ${operator}${modifier === undefined ? '' : ` ${modifier}`}`;
  if (right.kind === 'operand') return `${left} val(${printOperand(right.operand)})`;
  const isList =
    modifier !== undefined || operator === 'in' || operator === 'intersects' || operator === 'pmatch';
  const shown = right.values.slice(0, MAX_LITERALS).map(printLiteral);
  const rest = right.values.length > MAX_LITERALS ? [`… ${right.values.length - MAX_LITERALS} more`] : [];
  return isList ? `${left} (${[...shown, ...rest].join(', ')})` : `${left} ${shown[0] ?? ''}`;
}

function printLiteral(value: LiteralValue): ByteString {
  if (typeof value === 'string') return value === '' || /[\s(),='"]/.test(value) ? `"${value}"` : value;
  if (typeof value !== 'object') return String(value);
  const address = [...value.address].join('.');
  return value.kind === 'ipnet' ? `${address}/${value.prefix}` : address;
}

export type TracedCheck = CheckedExists | CheckedCompare;
