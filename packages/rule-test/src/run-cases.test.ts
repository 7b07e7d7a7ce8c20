import { createFieldCatalog, findEventSource } from '@windhover/event-sources';
import { createByteSource, createRulesetLoader, type Ruleset } from '@windhover/ruleset';
import { describe, expect, it } from 'vitest';
import { createCoverage, leafCoverage } from './coverage.ts';
import { expandTest } from './expand-tests.ts';
import { runCases } from './run-cases.ts';
import type { TestEntry } from './test-file.ts';

const source = findEventSource('aws_cloudtrail')!;
const ruleset = load(`
- rule: Login
  desc: d
  source: aws_cloudtrail
  priority: WARNING
  condition: ct.name = ConsoleLogin and (ct.user = alice or ct.user = bob) and not ct.error exists
  output: login by %ct.user (%s3.bytes)
`);

function load(text: string): Ruleset {
  const loader = createRulesetLoader({
    catalogFor: () => createFieldCatalog(source, 'fixed'),
    plugins: [],
    appendOutput: [],
  });
  expect(loader.load(createByteSource('r.yaml', text)).errors).toEqual([]);
  return loader.ruleset();
}

const login: TestEntry = {
  name: 'login',
  rule: 'Login',
  event: { eventName: 'ConsoleLogin', userIdentity: { type: 'IAMUser', userName: 'alice' } },
};

const failuresOf = (test: TestEntry): string[] =>
  runCases(ruleset, expandTest(test, [test.event])).flatMap(({ failures }) => failures);

describe('a rule test', () => {
  it.each([
    ['a match', login, []],
    [
      'its output',
      {
        ...login,
        output: 'login by alice (<NA>)',
        priority: 'warning',
        fields: { 'ct.user': 'alice', 's3.bytes': null },
      },
      [],
    ],
    [
      'a wrong output',
      { ...login, output_contains: ['mallory'] },
      ['output does not contain "mallory": "login by alice (<NA>)"'],
    ],
    ['a wrong field', { ...login, fields: { 'ct.user': 'bob' } }, ['field ct.user is "alice", not "bob"']],
    [
      'a field that the output lacks',
      { ...login, fields: { 'ct.name': 'x' } },
      ['the output has no field ct.name'],
    ],
    [
      'a match that should be none',
      { ...login, expect: 'no match' },
      ['expected no match, but "Login" matched'],
    ],
    [
      'no match',
      { ...login, set: { '/eventName': 'Other' } },
      ['expected a match, but "Login" did not match'],
    ],
    ['an unknown rule', { ...login, rule: 'Nope' }, ['there is no rule "Nope"']],
    ['an event that is none', { ...login, event: 'no JSON' }, ['the event is not accepted: ']],
  ] as const)('tells %s', (name, test, expected) => {
    const failures = failuresOf(test as TestEntry);
    expect(failures).toHaveLength(expected.length);
    if (name !== 'no match')
      for (const [index, text] of expected.entries()) expect(failures[index]).toContain(text);
  });

  it('derives cases and tells which leaves they decided', () => {
    const coverage = createCoverage();
    const derive = { drop: ['/userIdentity'], change: { '/eventName': ['Other'], '/errorCode': ['Failed'] } };
    const results = runCases(ruleset, expandTest({ ...login, derive }, [login.event]), coverage.note);
    expect(results.map(({ name, passed }) => [name, passed])).toEqual([
      ['login', true],
      ['login > without /userIdentity', true],
      ['login > /eventName = "Other"', true],
      ['login > /errorCode = "Failed"', true],
    ]);
    const [rule] = coverage.report();
    expect(rule?.leaves.map(({ text, decided }) => [text, decided])).toEqual([
      ['ct.name = ConsoleLogin', true],
      ['ct.user = alice', true],
      ['ct.user = bob', false],
      ['ct.error exists', true],
    ]);
    expect(leafCoverage(coverage.report())).toBe(0.75);
  });
});
