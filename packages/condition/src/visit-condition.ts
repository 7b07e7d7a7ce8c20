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
  readonly identifier?: (node: IdentifierNode) => unknown;
  readonly exists?: (node: ExistsNode) => unknown;
  readonly compare?: (node: CompareNode) => unknown;
  readonly field?: (node: FieldNode) => unknown;
  readonly transformer?: (node: TransformerNode) => unknown;
}

/** Walk a condition in the order of its text: a check before its operands, an operand before its arguments. */
export function visitCondition(root: ConditionNode, visitor: ConditionVisitor): void {
  switch (root.kind) {
    case 'or':
    case 'and':
      for (const child of root.children) visitCondition(child, visitor);
      break;
    case 'not':
      visitCondition(root.child, visitor);
      break;
    case 'identifier':
      visitor.identifier?.(root);
      break;
    case 'exists':
      visitor.exists?.(root);
      visitOperand(root.left, visitor);
      break;
    case 'compare':
      visitor.compare?.(root);
      visitOperand(root.left, visitor);
      if (root.right.kind === 'transformer') visitOperand(root.right, visitor);
      break;
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
