import type { ByteString } from '@windhover/bytes';

/** Byte offsets into the condition text (after list substitution). */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** The tree of a condition, spec condition-language.md §4. Nodes are never changed after parsing. */
export type ConditionNode = OrNode | AndNode | NotNode | IdentifierNode | ExistsNode | CompareNode;

export interface OrNode {
  readonly kind: 'or';
  readonly children: readonly ConditionNode[];
  readonly span: TextSpan;
}
export interface AndNode {
  readonly kind: 'and';
  readonly children: readonly ConditionNode[];
  readonly span: TextSpan;
}
export interface NotNode {
  readonly kind: 'not';
  readonly child: ConditionNode;
  readonly span: TextSpan;
}
/** A macro reference. */
export interface IdentifierNode {
  readonly kind: 'identifier';
  readonly name: ByteString;
  readonly span: TextSpan;
}
export interface ExistsNode {
  readonly kind: 'exists';
  readonly left: FieldNode | TransformerNode;
  readonly span: TextSpan;
}
export interface CompareNode {
  readonly kind: 'compare';
  readonly left: FieldNode | TransformerNode;
  readonly operator: ComparisonOperator;
  readonly modifier?: OperatorModifier;
  readonly right: ValueNode | ListNode | TransformerNode;
  readonly span: TextSpan;
}

/** `name` or `name[argument]`; `argument` is undefined when there are no brackets, `''` for `[""]`. */
export interface FieldNode {
  readonly kind: 'field';
  readonly name: ByteString;
  readonly argument?: ByteString;
  readonly span: TextSpan;
}
/** `tolower(x)`, `concat(a, b)`, and on the right also `val(field)`. */
export interface TransformerNode {
  readonly kind: 'transformer';
  readonly name: TransformerName | 'val';
  readonly args: readonly TransformerArgument[];
  readonly argument?: ByteString;
  readonly span: TextSpan;
}
export interface TransformerListNode {
  readonly kind: 'transformer_list';
  readonly items: readonly (FieldNode | TransformerNode | ValueNode)[];
  readonly span: TextSpan;
}
export type TransformerArgument = FieldNode | TransformerNode | TransformerListNode | ValueNode;

/** A literal, already unquoted and unescaped. */
export interface ValueNode {
  readonly kind: 'value';
  readonly value: ByteString;
  readonly span: TextSpan;
}
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly ValueNode[];
  /** True for `in x`: a lone identifier, which is one literal and prints without parentheses. */
  readonly bare: boolean;
  readonly span: TextSpan;
}

export type ComparisonOperator =
  | '='
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'contains'
  | 'icontains'
  | 'bcontains'
  | 'startswith'
  | 'bstartswith'
  | 'endswith'
  | 'glob'
  | 'iglob'
  | 'regex'
  | 'in'
  | 'intersects'
  | 'pmatch';
export type OperatorModifier = 'oneof' | 'anyof' | 'allof';
export type TransformerName =
  'tolower' | 'toupper' | 'b64' | 'basename' | 'len' | 'join' | 'concat' | 'getopt';
