import type { ByteString } from '@windhover/bytes';
import type { CompareNode, ConditionNode, TextSpan, TransformerArgument } from './ast.ts';
import { visitCondition } from './visit-condition.ts';

/** Warnings with Falco's codes. The deprecated field is named where there is one. */
export interface ConditionWarning {
  readonly code: 'LOAD_UNSAFE_NA_CHECK' | 'LOAD_DEPRECATED_ITEM' | 'LOAD_COMPILE_CONDITION';
  readonly message: string;
  readonly span: TextSpan;
  readonly deprecatedField?: ByteString;
}

const unsafeOperators: ReadonlySet<CompareNode['operator']> = new Set([
  '=',
  '==',
  '!=',
  'in',
  'intersects',
  'pmatch',
]);

/**
 * What Falco holds against a condition whose macros are substituted, without knowing its fields: comparisons with
 * `<NA>` and fields that will go (spec condition-language.md §14). Each kind once.
 */
export function warnTree(root: ConditionNode): ConditionWarning[] {
  const warnings = new Map<string, ConditionWarning>();
  const add = (key: string, warning: ConditionWarning): void => {
    if (!warnings.has(key)) warnings.set(key, warning);
  };
  visitCondition(root, {
    compare(node) {
      if (isUnsafeCheck(node)) add('NA', { code: 'LOAD_UNSAFE_NA_CHECK', message: '', span: node.span });
    },
    field({ name, span }) {
      const message = deprecation(name);
      if (message !== undefined)
        add(name, { code: 'LOAD_DEPRECATED_ITEM', message, span, deprecatedField: name });
    },
  });
  return [...warnings.values()];
}

function deprecation(field: ByteString): string | undefined {
  if (field === 'evt.dir') {
    return (
      "due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always evaluates " +
      "to false. The rule expression can be simplified by removing the condition on 'evt.dir'"
    );
  }
  if (field.startsWith('evt.latency') || field === 'evt.wait_latency') {
    return 'field is not available due to the drop of enter events.';
  }
  return undefined;
}

function isUnsafeCheck({ left, operator, modifier, right }: CompareNode): boolean {
  if (modifier !== undefined || !unsafeOperators.has(operator) || right.kind === 'transformer') return false;
  const name = lastField(left);
  if (name === undefined || !(name.startsWith('ka.') || name.startsWith('jevt.'))) return false;
  const literals = right.kind === 'list' ? right.items : [right];
  return literals.some(({ value }) => value === '<NA>');
}

function lastField(node: TransformerArgument): ByteString | undefined {
  switch (node.kind) {
    case 'field':
      return node.name;
    case 'value':
      return undefined;
    case 'transformer':
      return node.args.map(lastField).findLast((name) => name !== undefined);
    case 'transformer_list':
      return node.items.map(lastField).findLast((name) => name !== undefined);
  }
}
