import { describe, expect, it } from 'vitest';
import type { ConditionNode } from './ast.ts';
import { parseCondition } from './parse-condition.ts';
import { printCondition } from './print-condition.ts';
import { substituteMacros } from './substitute-macros.ts';

function parse(text: string): ConditionNode {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.node;
}

describe('substituteMacros', () => {
  it('puts trees in place of names, as if in parentheses', () => {
    const macros = new Map([['m', parse('a.b = 1 or a.c = 2')]]);
    const result = substituteMacros(parse('m and not m and a.d exists'), (name) => macros.get(name));
    expect(result.ok && printCondition(result.node)).toBe(
      '((a.b = 1 or a.c = 2) and not (a.b = 1 or a.c = 2) and a.d exists)',
    );
  });

  it('reports the first name that is no macro', () => {
    expect(substituteMacros(parse('a.b exists and (not x or y)'), () => undefined)).toEqual({
      ok: false,
      error: {
        message: "Undefined macro 'x' used in filter.",
        span: { start: 20, end: 21 },
        undefinedMacro: 'x',
      },
    });
  });

  it('refuses macros that grow without bound', () => {
    let macro = parse('a.b exists');
    let refused: string | undefined;
    for (let round = 0; round < 64 && refused === undefined; round++) {
      const result = substituteMacros(parse('m and m'), () => macro);
      if (result.ok) macro = result.node;
      else refused = result.error.message;
    }
    expect(refused).toBe('condition too large after macro substitution');
  });

  it('refuses macros that nest without bound', () => {
    let macro = parse('a.b exists');
    let rounds = 0;
    for (; rounds < 10_000; rounds++) {
      const result = substituteMacros(parse('not m'), () => macro);
      if (!result.ok) break;
      macro = result.node;
    }
    expect(rounds).toBe(1999);
  });
});
