import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeByteString } from '@windhover/bytes';
import {
  createByteSource,
  createRulesetLoader,
  describeRuleset,
  formatResultJson,
  formatResultVerbose,
  validateRules,
} from './index.ts';
import { createTestEnvironment, testPluginsOf } from './testing/test-environment.ts';

function loadText(...texts: readonly string[]) {
  const environment = createTestEnvironment();
  const loader = createRulesetLoader(environment);
  const results = texts.map((text, index) =>
    loader.load(createByteSource(`${index}.yaml`, encodeByteString(text))),
  );
  return { environment, loader, results };
}

function exercise(text: string): void {
  const { environment, loader, results } = loadText(text);
  for (const result of results) {
    expect(result.errors.length).toBeLessThanOrEqual(1);
    JSON.parse(formatResultJson(result));
    formatResultVerbose(result);
  }
  loader.fatalError();
  describeRuleset(loader.state(), { environment, pluginsOf: testPluginsOf });
  validateRules([createByteSource('f', encodeByteString(text))], environment);
}

const condition = fc.constantFrom(
  'ct.name = x',
  'm',
  'ct.name in (l)',
  'n or ct.user = "a b"',
  'not (m and ct.nope exists)',
  '(',
  's3.bytes > l',
  'k',
  '"',
);
const value = fc.oneof(
  condition,
  fc.constantFrom(
    '~',
    '[]',
    '{}',
    '[a, b]',
    '[[a, b], [c]]',
    'true',
    'append',
    'INFO',
    'aws_cloudtrail',
    'syscall',
    'nosuch',
    '5',
    '"%ct.name %%"',
    '*a',
    '&a x',
    '{condition: append}',
    '{tags: replace}',
    '[{name: e, fields: ct.user, values: [x]}]',
    '[{name: e, fields: [ct.user, ct.name], comps: [=], values: [[x]]}]',
  ),
);
const key = fc.constantFrom(
  'condition',
  'output',
  'desc',
  'priority',
  'source',
  'enabled',
  'tags',
  'exceptions',
  'override',
  'append',
  'items',
  'foo',
  'capture_duration',
  'skip-if-unknown-filter',
);
const item = fc
  .tuple(
    fc.constantFrom(
      'rule: r',
      'rule: s',
      'macro: m',
      'macro: n',
      'list: l',
      'list: k',
      'required_engine_version: 0.1.0',
      'required_plugin_versions: [{name: json}]',
      'x: y',
    ),
    fc.array(fc.tuple(key, value), { maxLength: 8 }),
  )
  .map(([head, entries]) => [`- ${head}`, ...entries.map(([name, text]) => `  ${name}: ${text}`)].join('\n'));

describe('any rules file', () => {
  it('gives results, whatever its items say', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), (items) => exercise(`${items.join('\n')}\n`)),
      { numRuns: 300 },
    );
  });

  it('gives results, whatever its bytes are', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => exercise(text)));
  });

  it.each<[what: string, text: () => string]>([
    ['a megabyte of one condition', () => rule('r', `ct.name = x${' or ct.name = y'.repeat(70_000)}`)],
    ['a megabyte of parentheses', () => rule('r', '('.repeat(1_000_000))],
    ['a megabyte of open quotes', () => rule('r', `"${'a b '.repeat(250_000)}`)],
    [
      '10^5 items of a list',
      () =>
        `- list: l\n  items: [${numbered(100_000, (index) => `i${index}`).join(', ')}]\n${rule('r', 'ct.name in (l)')}`,
    ],
    [
      '10^5 tags',
      () =>
        rule('r', 'ct.name exists', `  tags: [${numbered(100_000, (index) => `t${index}`).join(', ')}]\n`),
    ],
    [
      '10^4 lists in one condition',
      () =>
        numbered(10_000, (index) => `- list: l${index}\n  items: [a]\n`).join('') +
        rule('r', `ct.name in (${numbered(10_000, (index) => `l${index}`).join(',')})`),
    ],
    [
      '10^4 appends to one rule',
      () =>
        rule('r', 'ct.name = x') +
        numbered(10_000, () => '- rule: r\n  condition: or ct.name = x\n  append: true\n').join(''),
    ],
    [
      '10^4 exception rows',
      () =>
        rule(
          'r',
          'ct.name = x',
          `  exceptions:\n  - name: e\n    fields: [ct.user]\n    values:\n${numbered(10_000, (index) => `    - [u${index}]\n`).join('')}`,
        ),
    ],
    [
      'macros that double',
      () =>
        '- macro: m0\n  condition: ct.name = x\n' +
        numbered(60, (index) => `- macro: m${index + 1}\n  condition: m${index} and m${index}\n`).join('') +
        rule('r', 'm60'),
    ],
    [
      'a chain of 10^4 macros',
      () =>
        '- macro: m0\n  condition: ct.name = x\n' +
        numbered(10_000, (index) => `- macro: m${index + 1}\n  condition: m${index} and ct.user = y\n`).join(
          '',
        ) +
        rule('r', 'm10000'),
    ],
    [
      'lists that double',
      () =>
        numbered(40, (index) => `- list: l${index}\n  items: [l${index + 1}, l${index + 1}]\n`).join('') +
        rule('r', 'ct.name in (l0)'),
    ],
    ['flow nesting', () => '['.repeat(500_000)],
    ['block nesting', () => `${'- '.repeat(500_000)}x`],
  ])('is bounded by its size: %s', (_what, text) => {
    exercise(text());
  });
});

describe('the order of unrelated items', () => {
  it('does not change what is loaded', () => {
    const items = [
      '- list: l\n  items: [a, b]\n',
      '- macro: m\n  condition: ct.name in (l)\n',
      '- list: k\n  items: [c]\n',
      '- macro: n\n  condition: ct.region in (k)\n',
      rule('r', 'm and ct.user = x'),
      rule('s', 'n or m'),
    ];
    const compiled = (order: readonly string[]): unknown => {
      const { loader } = loadText(order.join(''));
      const rules = loader
        .ruleset()
        .rules.map(({ name, condition: checked }) => [name, JSON.stringify(withoutSpans(checked))]);
      return Object.fromEntries(rules);
    };
    const expected = compiled(items);
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (order) => {
        expect(compiled(order)).toEqual(expected);
      }),
    );
  });
});

function rule(name: string, text: string, more = ''): string {
  return `- rule: ${name}\n  condition: ${text}\n  output: x\n  desc: d\n  priority: INFO\n  source: aws_cloudtrail\n${more}`;
}

function numbered(count: number, write: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => write(index));
}

function withoutSpans(checked: unknown): unknown {
  return JSON.parse(JSON.stringify(checked, (name, inner: unknown) => (name === 'span' ? undefined : inner)));
}
