import type { ByteString } from '@windhover/bytes';
import type { ConditionNode } from './ast.ts';
import { printFieldArgument } from './print-condition.ts';
import { visitCondition } from './visit-condition.ts';

/** What `describe` tells of a condition, each name once, in the order of the text (spec outputs.md §9.2). */
export interface ConditionDescription {
  /** With their arguments. */
  readonly fields: readonly ByteString[];
  /** With their modifiers. */
  readonly operators: readonly ByteString[];
  /** Macros that are not substituted. */
  readonly macros: readonly ByteString[];
}

/** List the fields, operators and macro references of a condition. */
export function describeCondition(root: ConditionNode): ConditionDescription {
  const fields = new Set<ByteString>();
  const operators = new Set<ByteString>();
  const macros = new Set<ByteString>();
  visitCondition(root, {
    identifier: ({ name }) => macros.add(name),
    exists: () => operators.add('exists'),
    compare: ({ operator, modifier }) =>
      operators.add(modifier === undefined ? operator : `${operator} ${modifier}`),
    field: ({ name, argument }) => fields.add(name + printFieldArgument(argument)),
  });
  return { fields: [...fields], operators: [...operators], macros: [...macros] };
}
