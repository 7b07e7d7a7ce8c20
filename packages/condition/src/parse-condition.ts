import type { ByteString } from '@windhover/bytes';
import type { ConditionNode } from './ast.ts';
import { createConditionBuilder } from './build-condition.ts';
import { parse } from './generated/condition-parser.ts';
import { ConditionSyntaxError } from './syntax-error.ts';
import { positionAt, type TextPosition } from './text-position.ts';

export interface ParseConditionOptions {
  /** Falco allows 1000 in rules and macros, 100 elsewhere (spec condition-language.md §2.3). */
  readonly maxDepth?: number;
}
export interface ConditionParseError {
  /** Falco's message, §18. */
  readonly message: string;
  /** Where the parser gave up. */
  readonly position: TextPosition;
}
export type ParsedCondition =
  | { readonly ok: true; readonly node: ConditionNode }
  | { readonly ok: false; readonly error: ConditionParseError };

/**
 * Condition text, after list substitution, to its tree (spec condition-language.md §2–4). Reports the one error
 * that Falco reports, at the same position. Takes linear time; a NUL byte is an error.
 */
export function parseCondition(text: ByteString, options: ParseConditionOptions = {}): ParsedCondition {
  if (text === '') return rejected(text, 'filter input string is empty', 0);
  try {
    return {
      ok: true,
      node: parse(text, { build: createConditionBuilder(options.maxDepth ?? 1000) }) as ConditionNode,
    };
  } catch (error) {
    if (error instanceof ConditionSyntaxError) return rejected(text, error.message, error.offset);
    throw error;
  }
}

function rejected(text: ByteString, message: string, offset: number): ParsedCondition {
  return { ok: false, error: { message, position: positionAt(text, offset) } };
}
