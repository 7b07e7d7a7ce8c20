import { describe, expect, it } from 'vitest';
import { locateOffset } from '@windhover/diagnostics';
import { encodeByteString } from '@windhover/bytes';
import { createByteSource } from '../rules-file.ts';
import { createTestEnvironment } from '../testing/test-environment.ts';
import { validateRules } from './validate-rules.ts';

/** `line:column code underlined text` of every diagnostic. */
function validate(...texts: readonly string[]): readonly string[] {
  const sources = texts.map((text, index) => createByteSource(`${index}.yaml`, encodeByteString(text)));
  return validateRules(sources, createTestEnvironment()).map(({ code, span }) => {
    if (span === undefined) return `- ${code}`;
    const { line, column } = locateOffset(span.source, span.start);
    return `${line}:${column} ${code} ${span.source.text.slice(span.start, span.end).split('\n')[0]}`;
  });
}

function hintsOf(text: string): readonly string[] {
  return validateRules([createByteSource('f', encodeByteString(text))], createTestEnvironment()).flatMap(
    ({ hints }) => hints,
  );
}

function rule(name: string, condition: string, more = ''): string {
  return `- rule: ${name}\n  condition: ${condition}\n  output: x\n  desc: d\n  priority: INFO\n  source: aws_cloudtrail\n${more}`;
}

describe('validateRules', () => {
  it('has nothing to say of a good rule', () => {
    expect(validate(rule('r', 'ct.name = ConsoleLogin'))).toEqual([]);
  });

  it.each<[what: string, text: string, expected: readonly string[]]>([
    ['an unknown field', rule('r', 'ct.usr = root'), ['2:14 unknown-field ct.usr']],
    [
      'all unknown fields',
      rule('r', 'ct.usr = a or ct.nam = b'),
      ['2:14 unknown-field ct.usr', '2:28 unknown-field ct.nam'],
    ],
    ['an unknown field in a transformer', rule('r', 'tolower(ct.usr) = root'), ['2:22 unknown-field ct.usr']],
    [
      'an unknown field in a folded condition',
      rule('r', '>\n    ct.name = x\n    and ct.usr = root'),
      ['4:9 unknown-field ct.usr'],
    ],
    [
      'an unknown field in a quoted condition',
      rule('r', '"ct.name = \\"x\\" and ct.usr = root"'),
      ['2:35 unknown-field ct.usr'],
    ],
    [
      'an operator that the type does not take',
      rule('r', 's3.bytes contains 5'),
      ['2:14 LOAD_ERR_COMPILE_CONDITION s3.bytes contains 5'],
    ],
    ['an undefined macro', rule('r', 'ct.name = x and nope'), ['2:30 LOAD_ERR_VALIDATE nope']],
    ['a syntax error', rule('r', 'ct.name = (x'), ['2:24 LOAD_ERR_COMPILE_CONDITION (']],
    [
      'a bad item of a list, at the item',
      `- list: l\n  items: ['x(']\n${rule('r', 'ct.name in (l)')}`,
      ['2:13 LOAD_ERR_COMPILE_CONDITION ('],
    ],
    ['single backslashes', rule('r', `ct.name regex "a\\d"`), ['2:30 single-backslash-in-regex \\d']],
    ['a tab', `- rule: r\n\tcondition: x\n`, ['2:1 tab-in-yaml \t']],
    [
      'a quote that is never closed',
      '- list: l\n  items: "a\n',
      ['2:10 LOAD_ERR_YAML_VALIDATE "a', '2:10 unterminated-quote "'],
    ],
    ['a key given twice', rule('r', 'ct.name exists', '  desc: e\n'), ['7:3 duplicate-key desc']],
    ['an unknown key', rule('r', 'ct.name exists', '  tag: [x]\n'), ['7:3 LOAD_UNKNOWN_KEY tag']],
    [
      'an unknown key beside an error',
      rule('r', 'ct.nam exists', '  tag: [x]\n'),
      ['2:14 unknown-field ct.nam', '7:3 LOAD_UNKNOWN_KEY tag'],
    ],
    ['a name that is no list', rule('r', 'ct.user in (admin_users)'), ['2:26 undefined-list admin_users']],
    ['an inequality', rule('r', 'ct.user != root'), ['2:14 absent-field-never-differs ct.user != root']],
    ['no inequality of a field that must exist', rule('r', 'ct.user exists and ct.user != root'), []],
    ['no inequality below a not', rule('r', 'not ct.user != root'), []],
    [
      'two values at once',
      rule('r', 'ct.name = A and (ct.user = u and ct.name in (B, C))'),
      ['2:14 contradictory-condition ct.name = A and (ct.user = u and ct.name in (B, C))'],
    ],
    [
      'a shadowed rule',
      rule('r', 'ct.name in (A, B)') + rule('s', 'ct.name = A and ct.user = u'),
      ['8:14 shadowed-rule ct.name = A and ct.user = u'],
    ],
    ['no shadow of a narrower rule', rule('r', 'ct.name = A and ct.user = u') + rule('s', 'ct.name = A'), []],
    [
      'an exception that cannot match',
      rule('r', 'ct.name = A', '  exceptions:\n  - name: e\n    fields: [ct.name]\n    values: [[B]]\n'),
      ['10:15 exception-never-matches B'],
    ],
    [
      'rows of the wrong length, each',
      rule(
        'r',
        'ct.name = A',
        '  exceptions:\n  - name: e\n    fields: [ct.user, ct.region]\n    values: [[B], c, [d, e]]\n',
      ),
      ['10:14 LOAD_ERR_VALIDATE [B]', '10:19 LOAD_ERR_VALIDATE c'],
    ],
    [
      'problems of several rules',
      rule('r', 'ct.a = 1') + rule('s', 'ct.b = 1'),
      ['2:14 unknown-field ct.a', '8:14 unknown-field ct.b'],
    ],
    [
      'a field of the output',
      rule('r', 'ct.name exists').replace('output: x', 'output: a %ct.nam b'),
      ['3:13 unknown-field %ct.nam'],
    ],
    [
      'a percent sign',
      rule('r', 'ct.name exists').replace('output: x', 'output: 100% sure'),
      ['3:14 LOAD_ERR_COMPILE_OUTPUT %'],
    ],
    [
      'a macro that nothing uses',
      '- macro: m\n  condition: ct.name exists\n',
      ['1:3 LOAD_UNUSED_MACRO macro: m'],
    ],
    [
      'plugins that are missing',
      '- required_plugin_versions: [{name: nosuch, version: 1.0.0}]\n',
      ['- LOAD_ERR_VALIDATE'],
    ],
  ])('finds %s', (_what, text, expected) => {
    expect(validate(text)).toEqual(expected);
  });

  it('does not call unused what a later file uses', () => {
    expect(validate('- macro: m\n  condition: ct.name exists\n', rule('r', 'm'))).toEqual([]);
  });

  it('tells the source of a rule that names none', () => {
    const text = rule('r', 'ct.name exists').replace('  source: aws_cloudtrail\n', '');
    expect(hintsOf(text)).toContain(
      'the source of this rule is "syscall", the default: name another with "source"',
    );
  });

  it.each([
    ['a field', rule('r', 'ct.usr = root'), 'did you mean "ct.user"?'],
    [
      'a macro',
      `- macro: console\n  condition: ct.name exists\n${rule('r', 'consol')}`,
      'did you mean "console"?',
    ],
    ['a list', `- list: admins\n  items: [a]\n${rule('r', 'ct.user in (admin)')}`, 'did you mean "admins"?'],
    ['a key', rule('r', 'ct.name exists', '  tgas: []\n'), 'did you mean "tags"?'],
    ['a priority', rule('r', 'ct.name exists').replace('INFO', 'WARNNING'), 'did you mean "Warning"?'],
    ['an item', '- rul: r\n', 'did you mean "rule"?'],
    [
      'a rule',
      `${rule('Console login', 'ct.name exists')}- rule: Console logn\n  tags: [a]\n  override: {tags: append}\n`,
      'did you mean "Console login"?',
    ],
  ])('suggests the name of %s', (_what, text, hint) => {
    expect(hintsOf(text)).toContain(hint);
  });
});
