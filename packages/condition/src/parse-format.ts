// Output formats, spec outputs.md §1. Falco tries the whole rest of the format as a field or transformer and takes
// one character off its end until that compiles. The same result is found forwards: the longest field name that
// stands here, with its argument if that resolves, or one call of a transformer.

import type { ByteString } from '@windhover/bytes';
import type { TextSpan, TransformerNode, ValueNode } from './ast.ts';
import { createConditionBuilder } from './build-condition.ts';
import { CheckFailure } from './check-failure.ts';
import { checkOperand, unknownMultiTransformer } from './check-operand.ts';
import type { CheckedFormat, FormatPiece, Operand } from './checked.ts';
import { collectFields } from './collect-fields.ts';
import type { FieldCatalog, ResolvedField } from './field-catalog.ts';
import { parse } from './generated/condition-parser.ts';
import { printOperand } from './print-condition.ts';
import { resolveField } from './resolve-field.ts';
import { ConditionSyntaxError } from './syntax-error.ts';
import { TRANSFORMERS } from './transformers.ts';

export type ParsedFormat =
  | { readonly ok: true; readonly format: CheckedFormat }
  | {
      readonly ok: false;
      readonly error: {
        /** Falco's message. */
        readonly message: string;
        /** The `%` that cannot be resolved, with what follows it up to white space. */
        readonly span: TextSpan;
      };
    };

/** What a `%` stands for, and where the text after it goes on. */
interface Item {
  readonly operand: Operand;
  readonly text: ByteString;
  readonly end: number;
}

const callStart = new RegExp(`^(?:${TRANSFORMERS.map(({ name }) => name).join('|')})\\(`);
const bracketStart = /^\[(?:["']|[^[\]"' \t\n\v\f\r\0]+\])/;
const maxDepth = 100;
/** Falco has no limit and dies of large widths. */
const maxWidth = 65_535;

/**
 * An output format to pieces of text and values. Reports Falco's message; of the causes of an unknown field or
 * transformer Falco tells nothing. Takes linear time.
 */
export function parseFormat(text: ByteString, catalog: FieldCatalog): ParsedFormat {
  if (text === '')
    return { ok: false, error: { message: 'empty formatting token', span: { start: 0, end: 0 } } };
  const pieces: FormatPiece[] = [];
  // Falco drops one star at the start: missing values never suppress a message.
  let position = text.startsWith('*') ? 1 : 0;
  while (position < text.length) {
    const percent = text.indexOf('%', position);
    const end = percent < 0 ? text.length : percent;
    if (end > position) pieces.push({ kind: 'text', text: text.slice(position, end) });
    if (percent < 0) break;
    const start = skipDigits(text, percent + 1);
    const item = start < text.length ? readItem(text, start, catalog) : describeEnd(percent + 1 === start);
    if (typeof item === 'string')
      return { ok: false, error: { message: item, span: spanOfToken(text, percent) } };
    const width = Math.min(Number(text.slice(percent + 1, start)), maxWidth);
    pieces.push({ kind: 'value', operand: item.operand, width, text: item.text });
    position = item.end;
  }
  return { ok: true, format: { text, pieces, fields: listFields(pieces) } };
}

/**
 * What `describe` lists for a format, unsorted: each value as it is written canonically, and for transformers the
 * fields inside, too (spec outputs.md §9.2).
 */
export function describeFormat({ pieces }: CheckedFormat): ByteString[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === 'text') return [];
    const fields = collectFields(piece.operand).map((field) => field.text);
    return piece.operand.kind === 'field' ? fields : [piece.text, ...fields];
  });
}

function listFields(pieces: readonly FormatPiece[]): ResolvedField[] {
  const fields = new Map<ByteString, ResolvedField>();
  for (const piece of pieces) {
    if (piece.kind === 'text') continue;
    for (const field of collectFields(piece.operand)) {
      if (!fields.has(field.text)) fields.set(field.text, field);
    }
  }
  return [...fields.values()];
}

function describeEnd(hasNoWidth: boolean): string {
  return `invalid formatting syntax: formatting cannot end with a ${hasNoWidth ? '%' : 'number'}`;
}

/** The item at `start`, or the message when there is none. */
function readItem(text: ByteString, start: number, catalog: FieldCatalog): Item | string {
  const rest = text.slice(start);
  try {
    const item = readCall(rest, catalog) ?? readField(rest, catalog);
    if (item !== undefined) return { ...item, end: start + item.end };
  } catch (failure) {
    const isFailure = failure instanceof CheckFailure || failure instanceof ConditionSyntaxError;
    if (!isFailure) throw failure;
    if (failure.message === unknownMultiTransformer) return failure.message;
  }
  return "unknown filter: unexpected token after '";
}

/** A transformer's call; brackets after it belong to it only if it takes what they hold. */
function readCall(rest: ByteString, catalog: FieldCatalog): Item | undefined {
  if (!callStart.test(rest)) return undefined;
  const call = parsePrefix<TransformerNode>(rest, 'Call');
  if (call === undefined) return undefined;
  const withArgument = readBrackets(rest, call.end, (argument, end): Item | undefined => {
    const node = { ...call.node, argument };
    const operand = tryCheck(node, catalog);
    return operand && { operand, text: printOperand(node), end };
  });
  return (
    withArgument ?? {
      operand: checkOperand(call.node, catalog),
      text: printOperand(call.node),
      end: call.end,
    }
  );
}

/** The longest name of a field that stands here and resolves, with its argument if that resolves. */
function readField(rest: ByteString, catalog: FieldCatalog): Item | undefined {
  let definition = catalog.findPrefix(rest);
  while (definition !== undefined) {
    const { name } = definition;
    const item =
      readBrackets(rest, name.length, (argument, end) => resolveItem(`${name}[${argument}]`, end, catalog)) ??
      resolveItem(name, name.length, catalog);
    if (item !== undefined) return item;
    definition = catalog.findPrefix(name.slice(0, -1));
  }
  return undefined;
}

function resolveItem(text: ByteString, end: number, catalog: FieldCatalog): Item | undefined {
  const resolution = resolveField(catalog, text);
  if (!resolution.ok) return undefined;
  const { field } = resolution;
  const { type, isList } = field.definition;
  const operand: Operand = { kind: 'field', field, type, isList, span: { start: 0, end } };
  return { operand, text: field.text, end };
}

/** `[argument]` at `start`, if it is one and `use` can use it. */
function readBrackets(
  rest: ByteString,
  start: number,
  use: (argument: ByteString, end: number) => Item | undefined,
): Item | undefined {
  const brackets = rest.slice(start);
  if (!bracketStart.test(brackets)) return undefined;
  try {
    const argument = parsePrefix<ValueNode>(brackets, 'FieldArgument');
    return argument && use(argument.node.value, start + argument.end);
  } catch (failure) {
    if (failure instanceof ConditionSyntaxError) return undefined;
    throw failure;
  }
}

function tryCheck(node: TransformerNode, catalog: FieldCatalog): Operand | undefined {
  try {
    return checkOperand(node, catalog);
  } catch (failure) {
    if (failure instanceof CheckFailure) return undefined;
    throw failure;
  }
}

/** What a rule of the grammar reads at the start of `text`, and where it stops. */
function parsePrefix<Node>(
  text: ByteString,
  startRule: string,
): { readonly node: Node; readonly end: number } | undefined {
  const build = createConditionBuilder(maxDepth);
  const result = parse(text, { build, startRule, peg$library: true }) as {
    readonly peg$result: unknown;
    readonly peg$currPos: number;
    readonly peg$FAILED: unknown;
  };
  return result.peg$result === result.peg$FAILED
    ? undefined
    : { node: result.peg$result as Node, end: result.peg$currPos };
}

function skipDigits(text: ByteString, start: number): number {
  let position = start;
  while (position < text.length && text.charAt(position) >= '0' && text.charAt(position) <= '9') position++;
  return position;
}

function spanOfToken(text: ByteString, start: number): TextSpan {
  const length = text.slice(start + 1).search(/[\s%]/);
  return { start, end: length < 0 ? text.length : start + 1 + length };
}
