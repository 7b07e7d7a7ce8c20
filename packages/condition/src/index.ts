// Condition text ⇄ AST, type check against a field catalog, output format strings.

export type * from './ast.ts';
export type * from './field-catalog.ts';
export type * from './checked.ts';
