import type { ByteString } from '@windhover/bytes';
import type { ConditionNode, IdentifierNode, TextSpan } from './ast.ts';
import { measureCondition } from './measure-condition.ts';

export type MacroSubstitution =
  | { readonly ok: true; readonly node: ConditionNode }
  | {
      readonly ok: false;
      readonly error: {
        readonly message: string;
        /** The identifier at fault. */
        readonly span: TextSpan;
        /** Its name, when `lookup` does not know it. */
        readonly undefinedMacro?: ByteString;
      };
    };

/** Ours, not Falco's: macros that use each other twice would otherwise grow without bound. */
const maxNodes = 1_000_000;
const maxDepth = 2000;

/**
 * Replace every macro reference by the tree that `lookup` gives for its name (spec condition-language.md §1 step 4).
 * The macros' own trees are taken as they are, not searched again; they are shared, not copied. Reports the first
 * identifier, in the order of the text, that `lookup` does not know.
 */
export function substituteMacros(
  root: ConditionNode,
  lookup: (name: ByteString) => ConditionNode | undefined,
): MacroSubstitution {
  let error: Extract<MacroSubstitution, { ok: false }>['error'] | undefined;
  const substitute = (node: ConditionNode): ConditionNode => {
    switch (node.kind) {
      case 'identifier': {
        const macro = lookup(node.name);
        if (macro === undefined) error ??= undefinedMacro(node);
        return macro ?? node;
      }
      case 'not':
        return { ...node, child: substitute(node.child) };
      case 'or':
      case 'and':
        return { ...node, children: node.children.map(substitute) };
      case 'exists':
      case 'compare':
        return node;
    }
  };
  const node = substitute(root);
  if (error !== undefined) return { ok: false, error };
  const size = measureCondition(node);
  if (size.nodes > maxNodes || size.depth > maxDepth) {
    return { ok: false, error: { message: 'condition too large after macro substitution', span: root.span } };
  }
  return { ok: true, node };
}

function undefinedMacro({ name, span }: IdentifierNode) {
  return { message: `Undefined macro '${name}' used in filter.`, span, undefinedMacro: name };
}
