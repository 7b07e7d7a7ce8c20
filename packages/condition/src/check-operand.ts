// Fields, constants and transformers: what a side of a comparison is worth before any record is seen.

import type { ByteString } from '@windhover/bytes';
import type { FieldNode, TransformerArgument, TransformerNode } from './ast.ts';
import { CheckFailure } from './check-failure.ts';
import type { FieldOperand, ListOperand, Operand, TransformOperand } from './checked.ts';
import type { FieldCatalog } from './field-catalog.ts';
import { resolveField } from './resolve-field.ts';
import { typeName } from './type-names.ts';

/** The message for two or more arguments where one is allowed. */
export const unknownMultiTransformer = 'unknown multivalue transformer';

const singleArgument = new Set<string>(['tolower', 'toupper', 'b64', 'basename', 'len']);
const multipleArguments = new Set<string>(['join', 'concat', 'getopt']);

/**
 * Resolve fields and check the arguments of transformers (spec condition-language.md §5, §6), innermost first.
 * Throws `CheckFailure`.
 */
export function checkOperand(node: TransformerArgument, catalog: FieldCatalog): Operand {
  switch (node.kind) {
    case 'field':
      return checkField(node, catalog);
    case 'value':
      return { kind: 'constant', value: node.value, type: 'string', isList: false, span: node.span };
    case 'transformer_list': {
      const items = node.items.map((item) => checkOperand(item, catalog));
      return { kind: 'list', items, type: 'string', isList: true, span: node.span } satisfies ListOperand;
    }
    case 'transformer':
      return checkTransformer(node, catalog);
  }
}

/** The name by which messages call an operand: that of the innermost field, `NA` where there is not one field. */
export function operandName(operand: Operand): ByteString {
  switch (operand.kind) {
    case 'field':
      return operand.field.definition.name;
    case 'transform':
      return operandName(operand.input);
    default:
      return 'NA';
  }
}

function checkField(node: FieldNode, catalog: FieldCatalog): FieldOperand {
  const text = node.argument === undefined ? node.name : `${node.name}[${node.argument}]`;
  const resolution = resolveField(catalog, text);
  if (!resolution.ok)
    throw new CheckFailure(resolution.message, node.span, resolution.exists ? undefined : node.name);
  const { field } = resolution;
  return {
    kind: 'field',
    field,
    type: field.definition.type,
    isList: field.definition.isList,
    span: node.span,
  };
}

function checkTransformer(node: TransformerNode, catalog: FieldCatalog): Operand {
  // The real Falco ends with a runtime error here.
  if (node.args.length > 1 && singleArgument.has(node.name)) {
    throw new CheckFailure(unknownMultiTransformer, node.span);
  }
  const args = node.args.map((argument) => checkOperand(argument, catalog));
  const [only] = args;
  if (args.length > 1) return checkMultiTransformer(node, args);
  if (only === undefined) throw new Error('the grammar gives every transformer an argument');
  if (multipleArguments.has(node.name)) {
    throw new CheckFailure(`unknown field transfomer '${node.name}'`, node.span);
  }
  if (node.argument !== undefined) {
    throw new CheckFailure(
      `filter error: transformer '${node.name}' does not support field arguments`,
      node.span,
    );
  }
  return node.name === 'val' ? only : applyTransformer(node, node.name as TransformOperand['name'], only);
}

function applyTransformer(
  node: TransformerNode,
  name: TransformOperand['name'],
  input: Operand,
): TransformOperand {
  if (input.type !== 'string' && !(name === 'len' && input.isList)) {
    const list = input.isList ? 'list ' : '';
    throw new CheckFailure(
      `can't add field transformer: type '${typeName(input.type)}' is not supported by '${name}' ` +
        `transformer applied on ${list}field '${operandName(input)}'`,
      node.span,
    );
  }
  return name === 'len'
    ? { kind: 'transform', name, input, type: 'uint64', isList: false, span: node.span }
    : { kind: 'transform', name, input, type: input.type, isList: input.isList, span: node.span };
}

function checkMultiTransformer(node: TransformerNode, args: readonly Operand[]): Operand {
  const fail = (message: string): never => {
    throw new CheckFailure(message, node.span);
  };
  if (node.argument !== undefined && node.name !== 'getopt') {
    fail(`transformer '${node.name}' does not support field arguments`);
  }
  const [first, second] = args as readonly [Operand, Operand];
  switch (node.name) {
    case 'join':
      if (args.length !== 2) fail('join() requires exactly 2 arguments: separator and list');
      if (isListAtOrigin(first)) fail('join() first argument (separator) must be a single value, not a list');
      if (!isListAtOrigin(second)) fail('join() second argument must be a list');
      return { kind: 'join', separator: first, list: second, type: 'string', isList: false, span: node.span };
    case 'concat':
      if (!args.every((part) => isStringAtOrigin(part) && !isListAtOrigin(part)))
        fail('concat() arguments must be strings');
      return { kind: 'concat', parts: args, type: 'string', isList: false, span: node.span };
    default: {
      if (args.length !== 2) fail('getopt() requires exactly 2 arguments: args list and optstring');
      if (!isListAtOrigin(first)) fail('getopt() first argument must be a list');
      if (isListAtOrigin(second)) fail('getopt() second argument (optstring) must be a single value');
      if (!isStringAtOrigin(first) || !isStringAtOrigin(second)) fail('getopt() arguments must be strings');
      const selector = node.argument;
      if (selector !== undefined && selector.length !== 1) {
        fail('getopt() field argument must be a single option character');
      }
      const operand = {
        kind: 'getopt',
        list: first,
        options: second,
        type: 'string',
        span: node.span,
      } as const;
      return selector === undefined ? { ...operand, isList: true } : { ...operand, isList: false, selector };
    }
  }
}

// Falco looks at arguments as they were before their own transformers, and takes any call for a single string.

function origin(operand: Operand): Operand {
  let current = operand;
  while (current.kind === 'transform') current = current.input;
  return current;
}

function isListAtOrigin(operand: Operand): boolean {
  const { kind, isList } = origin(operand);
  return isList && kind !== 'getopt';
}

function isStringAtOrigin(operand: Operand): boolean {
  return origin(operand).type === 'string';
}
