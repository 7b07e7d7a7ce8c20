import type { CompareNode } from './ast.ts';
import { CheckFailure } from './check-failure.ts';
import type { CheckedCompare, Operand } from './checked.ts';
import type { FieldType } from './field-catalog.ts';

type Operator = CheckedCompare['operator'];
type Family = 'string' | 'numeric' | 'ip';

const equality: readonly Operator[] = ['=', '!=', 'in', 'intersects'];
const order: readonly Operator[] = ['<', '<=', '>', '>='];
const listOperators: ReadonlySet<Operator> = new Set(['in', 'intersects']);

const supported: Readonly<Record<FieldType, ReadonlySet<Operator>>> = {
  string: new Set([
    ...equality,
    ...order,
    ...(['pmatch', 'contains', 'icontains', 'startswith', 'endswith', 'glob', 'iglob', 'regex'] as const),
  ]),
  uint64: new Set([...equality, ...order]),
  reltime: new Set([...equality, ...order]),
  abstime: new Set([...equality, ...order]),
  bool: new Set(equality),
  ipaddr: new Set(equality),
  ipnet: new Set(equality),
};

const families: Readonly<Record<FieldType, Family>> = {
  string: 'string',
  uint64: 'numeric',
  reltime: 'numeric',
  abstime: 'numeric',
  bool: 'numeric',
  ipaddr: 'ip',
  ipnet: 'ip',
};

/** The operator as the engine knows it: `==` is `=`. */
export function normalizeOperator(operator: CompareNode['operator']): Operator {
  return operator === '==' ? '=' : operator;
}

/** Which operator goes with which type (spec condition-language.md §7). Throws `CheckFailure`. */
export function checkOperator(left: Operand, { operator: written, modifier, span }: CompareNode): void {
  const operator = normalizeOperator(written);
  const refuse = (rest: string): never => {
    throw new CheckFailure(`filter error: '${operator}' ${rest}`, span);
  };
  if (left.isList) {
    if (!listOperators.has(operator)) refuse('operator not supported list filters');
    return;
  }
  if (supported[left.type].has(operator)) return;
  switch (families[left.type]) {
    case 'string':
      return refuse('operator not supported for string filters');
    case 'numeric':
      return refuse('operator not supported for numeric filters');
    case 'ip':
      return refuse(
        `${modifier === undefined ? 'operator' : 'with modifier'} not supported for ip address and network filters`,
      );
  }
}
