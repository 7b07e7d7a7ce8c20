import {
  checkCondition,
  parseCondition,
  type FieldCatalog,
  type FieldDefinition,
  type FieldType,
} from '@windhover/condition';
import type { FieldValue } from '@windhover/event-sources';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceCondition } from '../trace.ts';
import { compileCondition, runCondition } from './compile-condition.ts';
import type { RecordValues } from './record-values.ts';

const FIELDS: readonly [name: string, type: FieldType, isList?: true][] = [
  ['t.name', 'string'],
  ['t.user', 'string'],
  ['t.error', 'string'],
  ['t.path', 'string'],
  ['t.bytes', 'uint64'],
  ['t.flag', 'bool'],
  ['t.ip', 'ipaddr'],
  ['t.net', 'ipnet'],
  ['t.list', 'string', true],
  ['t.ids', 'string', true],
  ['t.numbers', 'uint64', true],
];

const RECORD: Readonly<Record<string, FieldValue>> = {
  't.name': 'myexe',
  't.user': 'alice',
  't.path': '/opt/dir/SUBDIR/file.txt',
  't.bytes': 5n,
  't.flag': true,
  't.ip': Uint8Array.of(10, 1, 2, 3),
  't.net': Uint8Array.of(10, 1, 2, 3),
  't.list': ['a', 'b'],
  't.ids': ['ami-1', 'ami-2'],
  't.numbers': [5n, 7n],
};

const definitions: readonly FieldDefinition[] = FIELDS.map(([name, type, isList = false]) => ({
  name,
  type,
  isList,
  description: '',
}));
const catalog: FieldCatalog = {
  sourceName: 'test',
  find: (name) => definitions.find((definition) => definition.name === name),
  findPrefix: (text) =>
    definitions
      .filter(({ name }) => text.startsWith(name))
      .sort((left, right) => right.name.length - left.name.length)[0],
  all: () => definitions,
};

function compile(text: string) {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  const result = checkCondition(parsed.node, catalog);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  const names: string[] = [];
  const program = compileCondition(result.checked, { slotOf: ({ text: name }) => names.push(name) - 1 });
  const valuesOf = (record: Readonly<Record<string, FieldValue>>): RecordValues => ({
    get: (slot) => record[names[slot] ?? ''],
  });
  return { checked: result.checked, program, valuesOf };
}

function evaluate(text: string, record: Readonly<Record<string, FieldValue>> = RECORD): boolean {
  const { program, valuesOf } = compile(text);
  return runCondition(program, valuesOf(record));
}

describe('conditions', () => {
  it.each([
    ['t.name = myexe and not t.user = bob', true],
    ['t.name = myexe or t.user = bob and t.user = x', true],
    ['(t.name = myexe or t.user = bob) and t.user = x', false],
    ['not not not t.name = myexe', false],
    ['t.error != AccessDenied', false],
    ['not t.error = AccessDenied', true],
    ['t.error exists or t.name startswith my', true],
    ['t.name in (a, myexe)', true],
    ['t.name in ()', false],
    ['not t.name in ()', true],
    ['t.name = t.name', false],
    ['t.name = val(t.name)', true],
    ['t.name > 5', true],
    ['t.bytes = 05', true],
    ['t.bytes > -1', false],
    ['t.bytes <= 5', true],
    ['t.flag = true', true],
    ['t.flag != true', false],
    ['toupper(t.name) = MYEXE', true],
    ['len(t.name) = 5', true],
    ['len(t.ids) = 2', true],
    ['len(t.error) = 0', false],
    ['basename(t.path) = file.txt', true],
    ['t.path icontains subdir', true],
    ['t.path contains subdir', false],
    ['t.path glob /opt/*', true],
    ['t.path iglob /OPT/*', true],
    ['t.path pmatch (/opt/*)', true],
    ['t.name regex yex.*', false],
    ['t.name regex .*yex.*', true],
    ["t.name startswith ''", true],
    ["t.error startswith ''", false],
    ['concat(t.user, "-", t.name) = alice-myexe', true],
    ['concat(t.name, t.error) exists', false],
    ['join(",", ("a","b")) = "a,b"', true],
    ['join("-", (t.list, "c")) = a-b-c', true],
    ['join("-", ()) = ""', true],
    ['join(toupper("x"), ("a","b","c")) = aX', true],
    ['join("-", toupper(t.list)) = A-B', true],
    ['join("-", (t.bytes, "x")) = 5-x', true],
    ['concat(len(t.name), "x") = "\\x05x"', true],
    ['len(("a","b")) = 2', true],
    ['len(()) = 0', true],
    ['len((t.name, t.error)) exists', false],
    ['getopt(("-t", "v1", "-t", "v2"), "t:")[t] = v2', true],
    ['getopt(("-v"), "v")[x] exists', false],
    ['getopt(("x"), "v") exists', true],
    ['getopt(("x"), "v") in (a)', true],
    ['getopt(("x"), "v") intersects (a)', false],
  ])('%s is %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });
});

describe('list fields', () => {
  it.each([
    ['t.list in (a, b)', true],
    ['t.list in (a, b, c)', true],
    ['t.list in (a)', false],
    ['t.list intersects (b, z)', true],
    ['t.list intersects (z)', false],
    ['not t.list in (a)', true],
    ['t.list in ()', false],
    ['t.list intersects ()', false],
    ['t.numbers in (5, 7)', true],
    ['t.numbers intersects (6)', false],
    ['t.list in val(t.list)', true],
    ['t.list intersects val(t.ids)', false],
    ['tolower(t.list) in (a, b)', false],
    ['tolower(t.list) intersects (a)', false],
    ['t.list in tolower(t.list)', false],
  ])('%s is %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });
});

describe('modifiers', () => {
  it.each([
    ['t.name = oneof (myexe, myexe)', false],
    ['t.name = anyof (myexe, myexe)', true],
    ['t.name = allof (myexe, myexe)', true],
    ['t.name != anyof (myexe, x)', true],
    ['t.name != allof (myexe, x)', false],
    ['t.name != allof (y, x)', true],
    ['t.name contains allof (my, exe)', true],
    ['t.name startswith oneof (my, mye)', false],
    ['t.name = anyof ()', false],
    ['t.name != allof ()', false],
    ['t.error != allof (x)', false],
    ['t.bytes = anyof (4, 5)', true],
    ['t.net = anyof (10.0.0.0/8)', false],
    ['t.net != allof (10.0.0.0/8)', true],
  ])('%s is %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  it('count the elements that hold', () => {
    const operator = fc.constantFrom('=', '!=', 'contains', 'startswith', 'endswith', 'icontains', 'glob');
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(operator, word, fc.array(word, { maxLength: 4 }), (name, value, items) => {
        const record = { 't.name': value };
        const count = items.filter((item) => evaluate(`t.name ${name} ${item}`, record)).length;
        const under = (modifier: string): boolean =>
          evaluate(`t.name ${name} ${modifier} (${items.join(', ')})`, record);
        expect(under('anyof')).toBe(count > 0);
        expect(under('allof')).toBe(count > 0 && count === items.length);
        expect(under('oneof')).toBe(count === 1);
      }),
    );
  });
});

describe('addresses', () => {
  it.each([
    ['t.ip = 10.1.2.3', true],
    ['t.ip != 10.1.2.3', false],
    ['t.ip in (10.1.2.4, 10.1.2.3)', true],
    ['t.ip = ::1', false],
    ['t.ip != ::1', true],
    ['t.net = 10.0.0.0/8', true],
    ['t.net != 10.0.0.0/8', false],
    ['t.net in (11.0.0.0/8, 10.1.0.0/16)', true],
    ['t.net != fe80::/16', true],
  ])('%s is %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });
});

describe('fields against fields', () => {
  it.each([
    ['t.name in val(t.name)', true],
    ['t.name in tolower(t.name)', false],
    ['tolower(t.name) in tolower(t.name)', false],
    ['tolower(t.name) in val(t.name)', true],
    ['t.name = tolower(t.name)', true],
    ['t.name in concat(t.name, "")', true],
    ['t.bytes in len(t.name)', true],
    ['t.name startswith val(t.name)', true],
    ['t.name contains val(t.error)', false],
    ['t.name != val(t.error)', false],
    ['t.user < val(t.name)', true],
    ['t.path glob concat("/opt/", "*")', true],
  ])('%s is %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });
});

describe('programs', () => {
  const check = fc.constantFrom(
    't.name = myexe',
    't.name = other',
    't.error exists',
    't.bytes = 5',
    't.error != x',
  );
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      check,
      tie('condition').map((inner) => `not (${inner})`),
      fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' and ')})`),
      fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' or ')})`),
    ),
  }));

  it('give the verdict of the tree, and so do their traces', () => {
    fc.assert(
      fc.property(condition, (text) => {
        const { checked, program, valuesOf } = compile(text);
        const trace = traceCondition(checked, program, valuesOf(RECORD));
        expect(trace.matched).toBe(runCondition(program, valuesOf(RECORD)));
        expect(trace.root.result).toBe(trace.matched);
      }),
      { numRuns: 300 },
    );
  });

  it('stop as soon as the verdict is clear', () => {
    const { checked, program, valuesOf } = compile(
      't.name = other and t.bytes = 5 or t.user = alice or t.error exists',
    );
    const { root, decidedBy } = traceCondition(checked, program, valuesOf(RECORD));
    expect(decidedBy).toMatchObject({ outcome: 'true', left: 'alice' });
    expect(root).toMatchObject({
      kind: 'or',
      result: true,
      children: [
        {
          kind: 'and',
          children: [
            { outcome: 'false', evaluated: true },
            { outcome: 'true', evaluated: false },
          ],
        },
        { outcome: 'true', evaluated: true },
        { outcome: 'absent', left: undefined, evaluated: false },
      ],
    });
  });
});
