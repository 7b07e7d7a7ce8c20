import type { ByteString } from '@windhover/bytes';
import type { ConditionNode, IdentifierNode } from './ast.ts';

export type MacroSubstitution =
  | { readonly ok: true; readonly node: ConditionNode }
  /** `macro` is the first identifier, in the order of the text, that `lookup` does not know. */
  | { readonly ok: false; readonly macro: IdentifierNode };

/**
 * Replace every macro reference by the tree that `lookup` gives for its name (spec condition-language.md §1 step 4).
 * The macros' own trees are taken as they are, not searched again; they are shared, not copied.
 */
export function substituteMacros(
  node: ConditionNode,
  lookup: (name: ByteString) => ConditionNode | undefined,
): MacroSubstitution {
  switch (node.kind) {
    case 'identifier': {
      const macro = lookup(node.name);
      return macro === undefined ? { ok: false, macro: node } : { ok: true, node: macro };
    }
    case 'not': {
      const child = substituteMacros(node.child, lookup);
      return child.ok ? { ok: true, node: { ...node, child: child.node } } : child;
    }
    case 'or':
    case 'and': {
      const children: ConditionNode[] = [];
      for (const child of node.children) {
        const substituted = substituteMacros(child, lookup);
        if (!substituted.ok) return substituted;
        children.push(substituted.node);
      }
      return { ok: true, node: { ...node, children } };
    }
    case 'exists':
    case 'compare':
      return { ok: true, node };
  }
}
