import type { ByteString } from '@windhover/bytes';
import type { ConditionNode, ListNode, TransformerArgument, TransformerNode, ValueNode } from './ast.ts';

const needsQuotes = /[\b\f\n\r\t =\\"'\0]/;
const escapes = new Map([
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/**
 * The canonical text of a condition: Falco's `condition_compiled` (spec condition-language.md §4). It can be parsed
 * again unless a value is empty, contains a parenthesis or a comma, which Falco does not quote, or ends in a
 * backslash, which no quoted string can.
 */
export function printCondition(node: ConditionNode): ByteString {
  switch (node.kind) {
    case 'or':
    case 'and':
      return `(${node.children.map(printCondition).join(` ${node.kind} `)})`;
    case 'not':
      return `not ${printCondition(node.child)}`;
    case 'identifier':
      return node.name;
    case 'exists':
      return `${printOperand(node.left)} exists`;
    case 'compare': {
      const operator = node.modifier === undefined ? node.operator : `${node.operator} ${node.modifier}`;
      return `${printOperand(node.left)} ${operator} ${printRight(node.right)}`;
    }
  }
}

/** A field, transformer, transformer list or literal as `printCondition` writes it. */
export function printOperand(node: TransformerArgument): ByteString {
  switch (node.kind) {
    case 'field':
      return node.name + printFieldArgument(node.argument);
    case 'transformer':
      return `${node.name}(${node.args.map(printOperand).join(',')})${printFieldArgument(node.argument)}`;
    case 'transformer_list':
      return `(${node.items.map(printOperand).join(',')})`;
    case 'value':
      return printValue(node.value);
  }
}

function printRight(node: ValueNode | ListNode | TransformerNode): ByteString {
  if (node.kind !== 'list') return printOperand(node);
  const items = node.items.map((item) => printValue(item.value)).join(', ');
  return node.bare ? items : `(${items})`;
}

/** An argument with its brackets; nothing where there are none. */
export function printFieldArgument(argument: ByteString | undefined): ByteString {
  if (argument === undefined) return '';
  return argument === '' ? '[""]' : `[${printValue(argument)}]`;
}

function printValue(value: ByteString): ByteString {
  if (!needsQuotes.test(value)) return value;
  return `"${value.replace(/[\b\f\n\r\t\\"]/g, (char) => escapes.get(char) ?? char)}"`;
}
