import { describe, expect, it } from 'vitest';
import { createByteSource } from '../rules-file.ts';
import { createRulesetLoader } from '../ruleset-loader.ts';
import { createTestEnvironment } from '../testing/test-environment.ts';
import { printCondition } from '@windhover/condition';

function compile(exceptions: string): string {
  const loader = createRulesetLoader(createTestEnvironment());
  const rule = `- {rule: r, condition: ct.name = x, output: o, desc: d, priority: INFO, source: aws_cloudtrail, exceptions: [${exceptions}]}`;
  const [error] = loader.load(createByteSource('f', rule)).errors;
  const [loaded] = loader.ruleset().rules;
  return error ? error.message : loaded ? printCondition(loaded.conditionAst) : '';
}

describe('exceptions become text', () => {
  it.each([
    ['{name: e, fields: ct.user, values: [a, "b c"]}', '(ct.name = x and not ct.user in (a, "b c"))'],
    [
      '{name: e, fields: [ct.user, ct.region], values: [[a, r1], [b, r2]]}',
      '(ct.name = x and not ((ct.user = a and ct.region = r1) or (ct.user = b and ct.region = r2)))',
    ],
    [
      '{name: e, fields: [ct.user], comps: [in], values: [[[a, b]]]}',
      '(ct.name = x and not ct.user in (a, b))',
    ],
    [
      '{name: e, fields: [ct.user], comps: [in], values: [["(a, b)"]]}',
      '(ct.name = x and not ct.user in (a, b))',
    ],
    ['{name: e, fields: [ct.user], comps: [in], values: [[a]]}', '(ct.name = x and not ct.user in (a))'],
    [
      '{name: e, fields: [ct.user, s3.key], comps: [startswith oneof, startswith], values: [[[a, b], /etc/]]}',
      '(ct.name = x and not (ct.user startswith oneof (a, b) and s3.key startswith /etc/))',
    ],
    ['{name: e, fields: ct.user, values: []}', 'ct.name = x'],
    ['{name: e, fields: ct.user, values: [[a]]}', 'Expected values array to contain a list of strings'],
    ['{name: e, fields: [ct.user], values: [a]}', 'Fields and values lists must have equal length'],
    [
      '{name: e, fields: ct.user, comps: "=", values: [a]}',
      'When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)',
    ],
  ])('%s', (exceptions, expected) => {
    expect(compile(exceptions)).toBe(expected);
  });
});
