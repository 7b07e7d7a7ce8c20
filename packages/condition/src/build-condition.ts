// What the actions of grammar/condition.peggy call: nodes, Falco's messages, and the two things that the grammar
// must remember while it reads, the nesting depth and the last token.

import type { ByteString } from '@windhover/bytes';
import type {
  AndNode,
  CompareNode,
  ComparisonOperator,
  ConditionNode,
  FieldNode,
  IdentifierNode,
  ListNode,
  NotNode,
  OperatorModifier,
  OrNode,
  TextSpan,
  TransformerArgument,
  TransformerListNode,
  TransformerNode,
  ValueNode,
} from './ast.ts';
import { OPERATORS } from './operators.ts';
import { ConditionSyntaxError } from './syntax-error.ts';
import { TRANSFORMERS } from './transformers.ts';
import { unescapeString } from './unescape-string.ts';

/** Positions as Peggy's `range()` gives them. */
interface Range {
  readonly start: number;
  readonly end: number;
}
type Comparison =
  | 'exists'
  | {
      readonly operator: ComparisonOperator;
      readonly modifier?: OperatorModifier;
      readonly right: ValueNode | ListNode | TransformerNode;
    };

export type ConditionBuilder = ReturnType<typeof createConditionBuilder>;

const quote = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
const operatorNames = quote(OPERATORS.map(({ name }) => name));
const transformerNames = quote(TRANSFORMERS.map(({ name }) => name));

/** The state of one parse. Nesting may not reach `maxDepth` (spec condition-language.md §2.3). */
export function createConditionBuilder(maxDepth: number) {
  let depth = 0;
  let lastToken: ByteString = '';

  function reject(message: string, offset: number): never {
    throw new ConditionSyntaxError(message, offset);
  }
  function token(text: ByteString): ByteString {
    lastToken = text;
    return text;
  }

  return {
    reject,
    token,

    enter(offset: number): true {
      depth++;
      if (depth >= maxDepth) reject(`exceeded max depth limit of ${maxDepth}`, offset);
      return true;
    },
    leave(): true {
      depth--;
      return true;
    },

    or: (first: ConditionNode, rest: readonly ConditionNode[], range: Range): ConditionNode =>
      rest.length === 0
        ? first
        : ({ kind: 'or', children: [first, ...rest], span: span(range) } satisfies OrNode),
    and: (first: ConditionNode, rest: readonly ConditionNode[], range: Range): ConditionNode =>
      rest.length === 0
        ? first
        : ({ kind: 'and', children: [first, ...rest], span: span(range) } satisfies AndNode),
    /** An even number of `not` vanishes; one in front of a parenthesised `not` does not. */
    not(words: number, operand: { negated: boolean; node: ConditionNode }, range: Range): ConditionNode {
      const negated = (words % 2 === 1) !== operand.negated;
      return negated
        ? ({ kind: 'not', child: operand.node, span: span(range) } satisfies NotNode)
        : operand.node;
    },
    identifier: (name: ByteString, range: Range): IdentifierNode => ({
      kind: 'identifier',
      name,
      span: span(range),
    }),
    exists(text: ByteString): Comparison {
      token(text);
      return 'exists';
    },
    check(left: FieldNode | TransformerNode, comparison: Comparison, range: Range): ConditionNode {
      return comparison === 'exists'
        ? { kind: 'exists', left, span: span(range) }
        : ({ kind: 'compare', left, ...comparison, span: span(range) } satisfies CompareNode);
    },

    field: (name: ByteString, argument: ValueNode | null, range: Range): FieldNode => ({
      kind: 'field',
      name,
      ...(argument && { argument: argument.value }),
      span: span(range),
    }),
    transformer: (
      name: TransformerNode['name'],
      args: readonly TransformerArgument[],
      range: Range,
    ): TransformerNode => ({
      kind: 'transformer',
      name,
      args,
      span: span(range),
    }),
    withArgument: (call: TransformerNode, argument: ValueNode | null, range: Range): TransformerNode =>
      argument === null ? call : { ...call, argument: argument.value, span: span(range) },
    transformerList: (items: TransformerListNode['items'], range: Range): TransformerListNode => ({
      kind: 'transformer_list',
      items,
      span: span(range),
    }),
    list: (items: readonly ValueNode[], range: Range): ListNode => ({
      kind: 'list',
      items,
      bare: false,
      span: span(range),
    }),
    bareList: (name: ByteString, range: Range): ListNode => ({
      kind: 'list',
      items: [{ kind: 'value', value: name, span: span(range) }],
      bare: true,
      span: span(range),
    }),
    value: (text: ByteString, range: Range): ValueNode => ({
      kind: 'value',
      value: token(text),
      span: span(range),
    }),
    quoted(raw: ByteString, delimiter: '"' | "'", range: Range): ValueNode {
      const unescaped = unescapeString(raw, delimiter);
      if (!unescaped.ok) reject(unescaped.message, range.end);
      return { kind: 'value', value: token(unescaped.value), span: span(range) };
    },

    hasBadEscape: (raw: ByteString, delimiter: '"' | "'"): boolean => !unescapeString(raw, delimiter).ok,

    rejectRest: (offset: number) =>
      reject(`unexpected token after '${lastToken}', expecting 'or', 'and'`, offset),
    rejectOperator: (offset: number) =>
      reject(`expected a valid check operator: one of ${operatorNames}`, offset),
    rejectValue: (what: string, offset: number) =>
      reject(`expected ${what} or a field with a valid transformer: ${transformerNames}`, offset),
    rejectList: (offset: number) =>
      reject(
        `expected a list, an identifier, or a field with a valid transformer: ${transformerNames}`,
        offset,
      ),
    rejectTransformerArgument: (offset: number) =>
      reject(
        'expected field transformer argument: field, transformer, quoted string, number, or transformer list',
        offset,
      ),
    rejectTransformerListItem: (offset: number) =>
      reject('expected transformer list argument: field, transformer, quoted string, or number', offset),
  };
}

function span({ start, end }: Range): TextSpan {
  return { start, end };
}
