import type { ComparisonOperator, OperatorModifier } from './ast.ts';

/** One row of `windhover list operators`. */
export interface OperatorDescription {
  readonly name: ComparisonOperator | 'exists';
  /** What stands on the right: nothing, a number, a string (a modifier and a list, too), or a list. */
  readonly takes: 'nothing' | 'number' | 'string' | 'list';
  readonly description: string;
}

/** Every operator, in the order in which the parser tries them (spec condition-language.md §3, §10). */
export const OPERATORS: readonly OperatorDescription[] = [
  { name: 'exists', takes: 'nothing', description: 'the field has a value' },
  { name: '<=', takes: 'number', description: 'less than or equal; strings in byte order' },
  { name: '<', takes: 'number', description: 'less than; strings in byte order' },
  { name: '>=', takes: 'number', description: 'greater than or equal; strings in byte order' },
  { name: '>', takes: 'number', description: 'greater than; strings in byte order' },
  { name: '==', takes: 'string', description: 'equal, the same as =' },
  { name: '=', takes: 'string', description: 'equal; for a network: the address lies inside it' },
  { name: '!=', takes: 'string', description: 'present and different' },
  { name: 'glob', takes: 'string', description: 'the whole value matches a shell pattern with * ? [ ]' },
  { name: 'iglob', takes: 'string', description: 'as glob, ignoring ASCII case' },
  { name: 'contains', takes: 'string', description: 'the value contains the text' },
  { name: 'icontains', takes: 'string', description: 'as contains, ignoring ASCII case' },
  {
    name: 'bcontains',
    takes: 'string',
    description: 'as contains, on byte buffers: no field here has this type',
  },
  { name: 'startswith', takes: 'string', description: 'the value starts with the text' },
  {
    name: 'bstartswith',
    takes: 'string',
    description: 'as startswith, on byte buffers: no field here has this type',
  },
  { name: 'endswith', takes: 'string', description: 'the value ends with the text' },
  {
    name: 'regex',
    takes: 'string',
    description: 'the whole value matches a POSIX extended regular expression',
  },
  { name: 'intersects', takes: 'list', description: 'at least one value of the field is in the list' },
  { name: 'in', takes: 'list', description: 'every value of the field is in the list' },
  {
    name: 'pmatch',
    takes: 'list',
    description: 'one of the paths is a prefix of the value, component by component',
  },
];

/** The words that may follow a string operator and turn its right side into a list (§12). */
export const MODIFIERS: readonly { readonly name: OperatorModifier; readonly description: string }[] = [
  { name: 'oneof', description: 'exactly one element of the list fulfils the operator' },
  { name: 'anyof', description: 'at least one element of the list fulfils the operator' },
  { name: 'allof', description: 'every element of the list fulfils the operator' },
];

const takes = new Map<string, OperatorDescription['takes']>(OPERATORS.map((row) => [row.name, row.takes]));
const modifiers = new Set<string>(MODIFIERS.map((row) => row.name));

/** True for `=`, `startswith`, …, and for a string operator, one space and a modifier (`= anyof`). */
export function isOperatorName(text: string): boolean {
  return takes.has(text) || isModifiedOperator(text);
}

/** True for operators whose right side is a list: `in`, `intersects`, `pmatch` and those with a modifier. */
export function isListOperator(text: string): boolean {
  return takes.get(text) === 'list' || isModifiedOperator(text);
}

/** True for a string operator, exactly one space, and a modifier: `startswith oneof`. */
export function isModifiedOperator(text: string): boolean {
  const space = text.indexOf(' ');
  return space > 0 && takes.get(text.slice(0, space)) === 'string' && modifiers.has(text.slice(space + 1));
}
