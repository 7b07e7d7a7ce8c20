import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConditionNode, FieldNode, TransformerArgument, TransformerNode, ValueNode } from './ast.ts';
import { checkCondition } from './check-condition.ts';
import { createTestCatalog } from './golden/catalog-for-test.ts';
import { MODIFIERS, OPERATORS } from './operators.ts';
import { parseCondition } from './parse-condition.ts';
import { parseFormat } from './parse-format.ts';
import { printCondition } from './print-condition.ts';
import { visitCondition } from './visit-condition.ts';

const catalog = createTestCatalog();
const span = { start: 0, end: 0 };

/** Values that are read again as they are printed: not empty, no parenthesis, no comma, no backslash at the end. */
const byte = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code));
const text = fc
  .array(byte, { minLength: 1, maxLength: 8 })
  .map((bytes) => bytes.join('').replace(/[(),\v\f]|\\$/g, '_'))
  .filter((value) => !/^(?:oneof|anyof|allof)$/.test(value));
const quotedText = text.map((value) => `${value} `);
const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,5}$/);
const macroName = word.filter((name) => name !== 'not');

const value: fc.Arbitrary<ValueNode> = text.map((value) => ({ kind: 'value', value, span }));
/** In arguments only quoted text and numbers are literals. */
const constant: fc.Arbitrary<ValueNode> = quotedText.map((value) => ({ kind: 'value', value, span }));
const field: fc.Arbitrary<FieldNode> = fc
  .record({
    segments: fc.array(word, { minLength: 2, maxLength: 3 }),
    argument: fc.option(quotedText, { nil: undefined }),
  })
  .map(({ segments, argument }) => ({
    kind: 'field',
    name: segments.join('.'),
    ...(argument !== undefined && { argument }),
    span,
  }));

const { argument } = fc.letrec<{ argument: TransformerArgument; transformer: TransformerNode }>((tie) => ({
  argument: fc.oneof({ maxDepth: 3 }, field, constant, tie('transformer')),
  transformer: fc
    .record({
      name: fc.constantFrom('tolower', 'len', 'concat', 'join', 'getopt'),
      args: fc.array(tie('argument'), { minLength: 1, maxLength: 3 }),
    })
    .map(({ name, args }) => ({ kind: 'transformer', name, args, span }) as TransformerNode),
}));
const left = argument.filter((node) => node.kind === 'field' || node.kind === 'transformer');
const list = fc
  .array(value, { maxLength: 3 })
  .map((items) => ({ kind: 'list', items, bare: false, span }) as const);

const operators = (takes: string): fc.Arbitrary<string> =>
  fc.constantFrom(...OPERATORS.filter((row) => row.takes === takes).map(({ name }) => name));
const check = fc.oneof(
  left.map((left) => ({ kind: 'exists', left, span })),
  fc
    .record({ left, operator: operators('string'), right: value })
    .map((parts) => ({ kind: 'compare', ...parts, span })),
  fc
    .record({ left, operator: operators('list'), right: list })
    .map((parts) => ({ kind: 'compare', ...parts, span })),
  fc
    .record({
      left,
      operator: operators('string'),
      modifier: fc.constantFrom(...MODIFIERS.map(({ name }) => name)),
      right: list,
    })
    .map((parts) => ({ kind: 'compare', ...parts, span })),
) as fc.Arbitrary<ConditionNode>;

const { condition } = fc.letrec<{ condition: ConditionNode; group: ConditionNode }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    check,
    macroName.map((name): ConditionNode => ({ kind: 'identifier', name, span })),
    tie('group'),
    // `not not` is read as nothing, so a `not` never stands directly under another.
    fc.oneof(check, tie('group')).map((child): ConditionNode => ({ kind: 'not', child, span })),
  ),
  group: fc
    .record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      children: fc.array(tie('condition'), { minLength: 2, maxLength: 4 }),
    })
    .map((parts) => ({ ...parts, span })),
}));

describe('laws of the condition language', () => {
  it('parse(print(tree)) is the tree, and printing is a fixed point', () => {
    fc.assert(
      fc.property(condition, (tree) => {
        const printed = printCondition(tree);
        const parsed = parseCondition(printed);
        if (!parsed.ok) throw new Error(`${printed}: ${parsed.error.message}`);
        expect(withoutSpans(parsed.node)).toEqual(withoutSpans(tree));
        expect(printCondition(parsed.node)).toBe(printed);
      }),
      { numRuns: 500 },
    );
  });

  const token = fc.constantFrom(
    ...[
      '(',
      ')',
      ',',
      '"',
      "'",
      '\\',
      '[',
      ']',
      '%',
      '*',
      ' ',
      '\n',
      '\0',
      'not',
      'and',
      'or',
      'not(',
      'val(',
      'anyof ',
    ],
    ...[
      'ct.name',
      'json.value',
      's3.bytes',
      '=',
      '<',
      'in',
      'exists',
      'regex ',
      'len(',
      'concat(',
      '/a',
      '5',
      'é',
      '\xff',
    ],
  );

  it('any text gives a tree or an error inside the text, and any tree a check or an error', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 25 }), (tokens) => {
        const text = tokens.join('');
        const parsed = parseCondition(text);
        if (!parsed.ok) {
          expect(parsed.error.position.offset).toBeLessThanOrEqual(text.length);
          return;
        }
        let macros = 0;
        visitCondition(parsed.node, { identifier: () => macros++ });
        if (macros === 0) expect(checkCondition(parsed.node, catalog)).toHaveProperty('ok');
      }),
      { numRuns: 3000 },
    );
  });

  it('any text gives a format or an error', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 25 }), (tokens) => {
        expect(parseFormat(tokens.join('%'), catalog)).toHaveProperty('ok');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('megabytes', () => {
  const size = 1_000_000;
  const of = (unit: string): string => unit.repeat(size / unit.length);

  it.each([
    ['and', `${of('ct.name = a and ')}ct.name exists`],
    ['or', `${of('ct.name = a or ')}ct.name exists`],
    ['not', `${of('not ')}ct.name exists`],
    ['list items', `ct.name in (${of('a, ')}a)`],
    ['transformer arguments', `concat(${of('ct.user, ')}ct.name) = x`],
    ['blanks', `${of(' \n')}ct.name exists`],
  ])('of %s are read and checked', (_, text) => {
    const parsed = parseCondition(text);
    expect(parsed.ok && checkCondition(parsed.node, catalog).ok).toBe(true);
  });

  it.each([
    ['parentheses', of('(')],
    ['not(', of('not(')],
    ['transformers', of('tolower(')],
    ['an open string', `ct.name = "${of('\\"')}`],
    ['digits', `s3.bytes = "${of('0')}x"`],
    ['letters', of('a')],
  ])('of %s are rejected', (_, text) => {
    const parsed = parseCondition(text);
    expect(parsed.ok && parsed.node.kind !== 'identifier' && checkCondition(parsed.node, catalog).ok).toBe(
      false,
    );
  });

  it.each([
    ['fields', of('%ct.name')],
    ['transformers', of('%tolower(ct.name)')],
    ['brackets that are text', of('%ct.user[')],
  ])('of %s make a format', (_, text) => {
    expect(parseFormat(text, catalog).ok).toBe(true);
  });
});

function withoutSpans(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, item: unknown) => (key === 'span' ? undefined : item)));
}
