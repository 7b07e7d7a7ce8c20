import { locateOffset } from '@windhover/diagnostics';
import { describe, expect, it } from 'vitest';
import { applyFixes } from './apply-fixes.ts';
import { lintForTest } from './fixture-lint.ts';

const rule = (changes: Readonly<Record<string, string>>, name = 'Trail stopped'): string => {
  const keys = {
    desc: 'somebody stopped a trail',
    source: 'aws_cloudtrail',
    condition: 'ct.name = StopLogging',
    output: 'stopped (user=%ct.user region=%ct.region)',
    priority: 'CRITICAL',
    tags: '[aws, T1562.008]',
    ...changes,
  };
  const lines = Object.entries(keys).map(([key, value]) => `  ${key}: ${value}\n`);
  return `- rule: ${name}\n${lines.join('')}`;
};
const find = (text: string): string[] =>
  lintForTest(text).map(({ id, span }) => {
    const { line, column } = span ? locateOffset(span.source, span.start) : { line: 0, column: 0 };
    return `${id} ${line}:${column}`;
  });

describe('lintRuleset', () => {
  it.each<[string, Readonly<Record<string, string>>, string[]]>([
    ['a good rule', {}, []],
    ['a name as description', { desc: 'trail STOPPED.' }, ['describe-rules 2:9']],
    ['no technique', { tags: '[aws]' }, ['name-attack-technique 7:9']],
    ['a prefixed technique', { tags: '[mitre_T1078]' }, []],
    ['no tags', { tags: '[]' }, ['tag-rules 1:9']],
    ['an empty output', { output: 'stopped' }, ['output-who 5:11', 'output-where 5:11']],
    ['an address says who and where', { output: 'stopped (ip=%ct.srcip)' }, []],
    ['only exclusions', { condition: 'not ct.name in (A, B)' }, ['select-events 4:14', 'output-what 5:11']],
    [
      'one broad branch',
      { condition: 'ct.name = A or ct.region = b' },
      ['select-events 4:14', 'output-what 5:11'],
    ],
    ['a double negation', { condition: 'not (ct.name != A)', output: '"%ct.name %ct.srcip"' }, []],
    ['one value of a list', { condition: 'ct.name in (A)' }, []],
    ['two values of a field', { condition: 'ct.name = A and ct.name = B' }, ['satisfiable-conditions 4:14']],
    [
      'a value that is not in the list',
      { condition: 'ct.name = A and ct.name in (B, C)' },
      ['satisfiable-conditions 4:14'],
    ],
    [
      'lists that meet',
      { condition: 'ct.name in (A, B) and ct.name in (B, C)', output: '"%ct.name %ct.srcip"' },
      [],
    ],
    [
      'a check and its opposite',
      { condition: 'ct.name = A and ct.error exists and not ct.error exists' },
      ['satisfiable-conditions 4:14'],
    ],
    ['an impossible branch of two', { condition: 'ct.name = A and (ct.name = B or ct.src = c)' }, []],
    [
      'all branches impossible',
      { condition: 'ct.name = A and (ct.name = B or not ct.name = A)' },
      ['satisfiable-conditions 4:14'],
    ],
    [
      'what holds inside one branch only',
      { condition: '(ct.name = A or ct.src = c) and ct.name = B', output: '"%ct.name %ct.srcip"' },
      [],
    ],
    ['lower case priority', { priority: 'Critical' }, ['uppercase-priority 6:13']],
  ])('%s', (_, changes, expected) => {
    expect(find(rule(changes))).toEqual(expected);
  });

  it('finds the same condition in another order', () => {
    const first = rule({ condition: 'ct.name = A and (ct.src in (b, c) and ct.region = d)' });
    const second = rule({ condition: 'ct.region = d and ct.name = A and ct.src in (c, b)' }, 'Another');
    expect(find(first + second)).toEqual(['distinct-conditions 11:14']);
  });

  it.each<[string, string, Readonly<Record<string, string>>, string[]]>([
    ['the general rule first', 'ct.name = A', {}, ['reachable-rules 11:14']],
    ['a general rule that is off', 'ct.name = A', { enabled: 'false' }, []],
    ['rules that only meet', 'ct.name = A and ct.src = c', {}, []],
  ])('finds rules that are never reached: %s', (_, condition, changes, expected) => {
    const later = rule({ condition: 'ct.region = b and ct.name = A' }, 'Special');
    const first = rule({ condition, ...changes });
    expect(find(first + later)).toEqual(expected);
  });

  it('leaves out what a comment in the item says', () => {
    const text = rule({
      desc: 'trail stopped',
      tags: '[aws] # lint-disable: name-attack-technique, describe-rules',
    });
    expect(find(text)).toEqual([]);
    expect(find(text + rule({ condition: 'ct.name = A', tags: '[aws]' }, 'Other'))).toEqual([
      'name-attack-technique 14:9',
    ]);
  });

  it('fixes what is safe, comments and all', () => {
    const text =
      rule({ priority: 'Critical # urgent' }) +
      rule({ priority: 'warning', condition: 'ct.name = A' }, 'Other');
    const findings = lintForTest(text);
    const source = findings[0]!.span!.source;
    const fixed = applyFixes(source, findings);
    expect(fixed).toBe(
      text.replace('Critical #', 'CRITICAL #').replace('priority: warning', 'priority: WARNING'),
    );
    expect(find(fixed)).toEqual([]);
  });
});
