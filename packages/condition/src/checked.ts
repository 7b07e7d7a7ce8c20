import type { ByteString } from '@windhover/bytes';
import type { ComparisonOperator, OperatorModifier, TextSpan } from './ast.ts';
import type { FieldType, ResolvedField } from './field-catalog.ts';

/**
 * A condition whose macros are expanded, fields resolved, operators checked and literals converted: what the
 * engine compiles. Everything that depends only on the rule has been decided.
 */
export type CheckedCondition = CheckedOr | CheckedAnd | CheckedNot | CheckedExists | CheckedCompare;

export interface CheckedOr {
  readonly kind: 'or';
  readonly children: readonly CheckedCondition[];
}
export interface CheckedAnd {
  readonly kind: 'and';
  readonly children: readonly CheckedCondition[];
}
export interface CheckedNot {
  readonly kind: 'not';
  readonly child: CheckedCondition;
}
export interface CheckedExists {
  readonly kind: 'exists';
  readonly operand: Operand;
  readonly span: TextSpan;
}
export interface CheckedCompare {
  readonly kind: 'compare';
  readonly operand: Operand;
  /** `==` is already `=` here. */
  readonly operator: Exclude<ComparisonOperator, '=='>;
  readonly modifier?: OperatorModifier;
  readonly right: Literals | OperandRight;
  readonly span: TextSpan;
}

/** Literals on the right, converted to the operand's type; one for `=`-like operators, any number for lists. */
export interface Literals {
  readonly kind: 'literals';
  readonly values: readonly LiteralValue[];
}
export interface OperandRight {
  readonly kind: 'operand';
  readonly operand: Operand;
}

/** string → ByteString; uint64, reltime, abstime → bigint; bool → boolean; ipaddr, ipnet → objects. */
export type LiteralValue = ByteString | bigint | boolean | IpAddress | IpNetwork;
export interface IpAddress {
  readonly kind: 'ip';
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
}
export interface IpNetwork {
  readonly kind: 'ipnet';
  readonly address: Uint8Array;
  /** Prefix length in bits. */
  readonly prefix: number;
}

/** Something that has a value for a record: a field, a constant, or a transformer applied to operands. */
export type Operand =
  | FieldOperand
  | ConstantOperand
  | TransformOperand
  | ConcatOperand
  | JoinOperand
  | GetoptOperand
  | ListOperand;

interface OperandBase {
  /** Type and list-ness of the value, after the transformer. */
  readonly type: FieldType;
  readonly isList: boolean;
  readonly span: TextSpan;
}
export interface FieldOperand extends OperandBase {
  readonly kind: 'field';
  readonly field: ResolvedField;
}
export interface ConstantOperand extends OperandBase {
  readonly kind: 'constant';
  readonly value: ByteString;
}
/** `tolower toupper b64 basename len` applied to one operand (element by element on lists, but for `len`). */
export interface TransformOperand extends OperandBase {
  readonly kind: 'transform';
  readonly name: 'tolower' | 'toupper' | 'b64' | 'basename' | 'len';
  readonly input: Operand;
}
export interface ConcatOperand extends OperandBase {
  readonly kind: 'concat';
  readonly parts: readonly Operand[];
}
export interface JoinOperand extends OperandBase {
  readonly kind: 'join';
  readonly separator: Operand;
  readonly list: Operand;
}
export interface GetoptOperand extends OperandBase {
  readonly kind: 'getopt';
  readonly list: Operand;
  readonly options: Operand;
  /** The one character in the brackets: gives a single string instead of the list. */
  readonly selector?: ByteString;
}
/** A transformer list `(a, "b", field)`; list fields inside are spliced. */
export interface ListOperand extends OperandBase {
  readonly kind: 'list';
  readonly items: readonly Operand[];
}

/** An output format, spec outputs.md §1, ready to render. */
export interface CheckedFormat {
  /** The format as it was given: what Falco calls `output_compiled`. */
  readonly text: ByteString;
  readonly pieces: readonly FormatPiece[];
  /** Every field referenced (inside transformers too), once each, in order of first use. */
  readonly fields: readonly ResolvedField[];
}
export type FormatPiece =
  | { readonly kind: 'text'; readonly text: ByteString }
  | { readonly kind: 'value'; readonly operand: Operand; readonly width: number; readonly text: ByteString };
