import type {
  CompareNode,
  ConditionNode,
  ExistsNode,
  FieldNode,
  IdentifierNode,
  TransformerArgument,
  TransformerNode,
} from './ast.ts';

/** What to do at each kind of node; kinds left out are passed over. */
export interface ConditionVisitor {
  readonly identifier?: (node: IdentifierNode) => void;
  readonly exists?: (node: ExistsNode) => void;
  readonly compare?: (node: CompareNode) => void;
  readonly field?: (node: FieldNode) => void;
  readonly transformer?: (node: TransformerNode) => void;
}

/**
 * Walk a condition in the order of its text: a check before its operands, an operand before its arguments. Nodes
 * that several macros share are visited once, so the work is bounded by what was written, not by what it expands to.
 */
export function visitCondition(root: ConditionNode, visitor: ConditionVisitor): void {
  const seen = new Set<ConditionNode>();
  const waiting: ConditionNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    switch (node.kind) {
      case 'or':
      case 'and':
        for (let index = node.children.length - 1; index >= 0; index--) {
          const child = node.children[index];
          if (child !== undefined) waiting.push(child);
        }
        break;
      case 'not':
        waiting.push(node.child);
        break;
      case 'identifier':
        visitor.identifier?.(node);
        break;
      case 'exists':
        visitor.exists?.(node);
        visitOperand(node.left, visitor);
        break;
      case 'compare':
        visitor.compare?.(node);
        visitOperand(node.left, visitor);
        if (node.right.kind === 'transformer') visitOperand(node.right, visitor);
        break;
    }
  }
}

/** Walk a field or a transformer with its arguments, outermost first. */
export function visitOperand(node: TransformerArgument, visitor: ConditionVisitor): void {
  switch (node.kind) {
    case 'field':
      visitor.field?.(node);
      break;
    case 'transformer':
      visitor.transformer?.(node);
      for (const argument of node.args) visitOperand(argument, visitor);
      break;
    case 'transformer_list':
      for (const item of node.items) visitOperand(item, visitor);
      break;
    case 'value':
      break;
  }
}
