import type { ByteString } from '@windhover/bytes';
import type { CompareNode, ConditionNode, ExistsNode, TextSpan } from './ast.ts';
import { CheckFailure } from './check-failure.ts';
import { checkOperand, operandName } from './check-operand.ts';
import { checkOperator, normalizeOperator } from './check-operator.ts';
import type {
  CheckedCompare,
  CheckedCondition,
  LiteralValue,
  Literals,
  Operand,
  OperandRight,
} from './checked.ts';
import { convertLiteral } from './convert-literal.ts';
import type { FieldCatalog } from './field-catalog.ts';
import { parsePosixRegex } from './regex/parse-posix-regex.ts';
import { typeName } from './type-names.ts';
import { warnLiteral } from './warn-literal.ts';
import { type ConditionWarning, warnTree } from './warn-tree.ts';

export interface ConditionCheckError {
  /** Falco's message. */
  readonly message: string;
  /** The comparison that failed; Falco reports its start. */
  readonly span: TextSpan;
  /** What in it is at fault, as narrow as known. */
  readonly culprit: TextSpan;
  /** The name of the field, when it does not exist for this event source. */
  readonly unknownField?: ByteString;
}
export type CheckResult =
  | { readonly ok: true; readonly checked: CheckedCondition; readonly warnings: readonly ConditionWarning[] }
  | {
      readonly ok: false;
      /** The first error: the one that Falco reports. */
      readonly error: ConditionCheckError;
      /** One error for each comparison that has any. */
      readonly errors: readonly [ConditionCheckError, ...ConditionCheckError[]];
      /** Those that Falco reports beside an error. */
      readonly warnings: readonly ConditionWarning[];
    };

/**
 * Resolve the fields of a condition without macros, check operators against types and convert literals (spec
 * condition-language.md §5–8, §13, §14). What crashes the real Falco is an error here.
 */
export function checkCondition(root: ConditionNode, catalog: FieldCatalog): CheckResult {
  const warnings: ConditionWarning[] = [];
  const errors: ConditionCheckError[] = [];

  const check = (node: ConditionNode): CheckedCondition | undefined => {
    switch (node.kind) {
      case 'or':
      case 'and': {
        const children = node.children.map(check).filter((child) => child !== undefined);
        return { kind: node.kind, children };
      }
      case 'not': {
        const child = check(node.child);
        return child && { kind: 'not', child };
      }
      case 'identifier':
        throw new Error(`macro '${node.name}' is not substituted`);
      case 'exists':
      case 'compare':
        try {
          return node.kind === 'exists' ? checkExists(node, catalog) : checkCompare(node, catalog, warnings);
        } catch (failure) {
          if (!(failure instanceof CheckFailure)) throw failure;
          const { message, culprit, unknownField } = failure;
          errors.push({
            message,
            span: node.span,
            culprit: culprit ?? node.span,
            ...(unknownField !== undefined && { unknownField }),
          });
          return undefined;
        }
    }
  };

  const checked = check(root);
  const [error, ...more] = errors;
  if (error !== undefined) return { ok: false, error, errors: [error, ...more], warnings: warnTree(root) };
  if (checked === undefined) throw new Error('a condition without errors is checked');
  return { ok: true, checked, warnings: [...warnTree(root), ...warnings] };
}

function checkExists(node: ExistsNode, catalog: FieldCatalog): CheckedCondition {
  return { kind: 'exists', operand: checkOperand(node.left, catalog), span: node.span };
}

function checkCompare(
  node: CompareNode,
  catalog: FieldCatalog,
  warnings: ConditionWarning[],
): CheckedCompare {
  const operand = checkOperand(node.left, catalog);
  checkOperator(operand, node);
  const right =
    node.right.kind === 'transformer'
      ? checkRightOperand(operand, node, catalog)
      : checkLiterals(operand, node, catalog, warnings);
  return {
    kind: 'compare',
    operand,
    operator: normalizeOperator(node.operator),
    ...(node.modifier !== undefined && { modifier: node.modifier }),
    right,
    span: node.span,
  };
}

/** A field or transformer on the right, §13. */
function checkRightOperand(left: Operand, node: CompareNode, catalog: FieldCatalog): OperandRight {
  const { right: rightNode, operator } = node;
  if (rightNode.kind !== 'transformer') throw new Error('the caller has looked');
  const right = checkOperand(rightNode, catalog);
  const fail = (message: string): never => {
    throw new CheckFailure(message, rightNode.span);
  };
  if (operator === 'pmatch' || operator === 'regex') {
    fail(`operator '${operator.toUpperCase()}' doesn't support right-hand side fields`);
  }
  if (left.type === 'ipnet') fail(`field type 'IPNET' doesn't support right-hand side fields`);
  // Falco does not know that getopt() gives a list.
  const sameShape = left.isList === right.isList || left.kind === 'getopt';
  if (left.type !== right.type || !sameShape) {
    fail(
      `field '${operandName(left)}' has type '${describeType(left)}' while the right-hand side field ` +
        `'${operandName(right)}' has incompatible type '${describeType(right)}'`,
    );
  }
  return { kind: 'operand', operand: right };
}

function describeType({ type, isList }: Operand): string {
  return isList ? `${typeName(type)} (list)` : typeName(type);
}

/** Literals on the right, §8; a pattern must compile. */
function checkLiterals(
  left: Operand,
  node: CompareNode,
  catalog: FieldCatalog,
  warnings: ConditionWarning[],
): Literals {
  const { right, operator, span } = node;
  if (right.kind === 'transformer') throw new Error('the caller has looked');
  const values: LiteralValue[] = [];
  for (const item of right.kind === 'list' ? right.items : [right]) {
    for (const message of warnLiteral(item.value, operator, catalog)) {
      warnings.push({ code: 'LOAD_COMPILE_CONDITION', message, span });
    }
    try {
      values.push(convertLiteral(item.value, left.type));
    } catch (failure) {
      throw failure instanceof CheckFailure ? new CheckFailure(failure.message, item.span) : failure;
    }
    if (operator === 'regex') {
      const pattern = parsePosixRegex(item.value);
      if (!pattern.ok) throw new CheckFailure(`invalid regex pattern: ${pattern.message}`, item.span);
    }
  }
  return { kind: 'literals', values };
}
