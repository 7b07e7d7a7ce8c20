import { expect, it } from 'vitest';
import { describeCondition } from './describe-condition.ts';
import { parseCondition } from './parse-condition.ts';

it('describes a condition by its fields, operators and macros, once each', () => {
  const parsed = parseCondition(
    'm and (a.b = x or len(a.b) = 5) and not a.c[/x] startswith anyof (y) and a.b in val(a.d)',
  );
  expect(parsed.ok && describeCondition(parsed.node)).toEqual({
    fields: ['a.b', 'a.c[/x]', 'a.d'],
    operators: ['=', 'startswith anyof', 'in'],
    macros: ['m'],
  });
});
