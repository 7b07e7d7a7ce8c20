import { describe, expect, it } from 'vitest';
import { checkCondition, type CheckResult } from './check-condition.ts';
import { createTestCatalog } from './golden/catalog-for-test.ts';
import type { ArgumentRule, FieldDefinition, FieldType } from './field-catalog.ts';
import { parseCondition } from './parse-condition.ts';

const define = (name: string, type: FieldType, isList = false, argument?: ArgumentRule): FieldDefinition => ({
  name,
  type,
  isList,
  description: '',
  ...(argument && { argument }),
});
const catalog = createTestCatalog([
  [{ ...define('evt.num', 'uint64'), generic: true }],
  [
    define('t.s', 'string'),
    define('t.n', 'uint64'),
    define('t.rel', 'reltime'),
    define('t.abs', 'abstime'),
    define('t.b', 'bool'),
    define('t.ip', 'ipaddr'),
    define('t.net', 'ipnet'),
    define('t.list', 'string', true),
    define('t.nums', 'uint64', true),
    define('t.key', 'string', false, { required: true, index: false, key: true }),
    define('t.index', 'string', false, { required: false, index: true, key: false }),
    define('t.both', 'string', false, { required: false, index: true, key: true }),
    define('ka.s', 'string'),
    define('evt.dir', 'string'),
  ],
]);

function check(text: string): CheckResult {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return checkCondition(parsed.node, catalog);
}

describe('checkCondition', () => {
  it.each([
    't.s = x and t.s < 5 and t.s in (a) and t.s pmatch (/a) and t.s regex a.+b and t.s glob anyof (a*, b*)',
    't.n >= 5 and t.rel = 5 and t.abs in (5, 6) and t.n = oneof (1, 2)',
    't.b = true and t.b in (true, false)',
    't.ip = 10.0.0.1 and t.ip in (::1, fe80::1) and t.ip != anyof (10.0.0.1)',
    't.net = 10.0.0.0/8 and t.net intersects (2001:db8::/32)',
    't.list in (a, b) and t.list intersects () and t.list exists',
    't.key[/a] = x and t.key[""] = x and t.index[0] = x and t.index = x and t.both[12] = x and t.both[x] = y',
    'len(t.s) = 5 and len(t.nums) = 2 and len(tolower(t.s)) > 0',
    'tolower(t.list) in (a) and b64(basename(t.s)) = x',
    'concat(t.s, "-", 5) = x and join(",", (t.s, t.n)) = x and join("-", toupper(t.list)) = x',
    'getopt(("-a", t.list), "a:")[a] = x and getopt(("-a"), "a") in (a)',
    't.s = val(t.s) and t.n < val(t.n) and t.list in val(t.list) and t.s startswith tolower(t.s)',
  ])('accepts %s', (text) => {
    expect(check(text)).toMatchObject({ ok: true, warnings: [] });
  });

  it.each([
    // Fields, §5
    ['t.nope = x', 'filter_check called with nonexistent field t.nope'],
    ['t.sx = x', 'filter_check called with nonexistent field t.sx'],
    ['evt.num[0] = 1', 'filter_check called with nonexistent field evt.num[0]'],
    ['t.s[a] = x', "filter 't.s[a]': t.s does not allow nor require an argument but one is provided: a"],
    ['t.key = x', "filter 't.key': t.key requires an argument but none provided"],
    ['t.key["a b"] = x', "filter 't.key[a': t.key has unbalanced argument brackets"],
    ['t.key["a]b"] = x', 'filter_check called with nonexistent field t.key[a]b]'],
    [
      't.index[x] = x',
      'filter t.index[x] t.index has an invalid index argument not composed only by digits: x',
    ],
    ['t.index[01] = x', 'filter t.index[01] t.index has an invalid index argument starting with 0: 01'],
    ['t.index[""] = x', 'filter t.index[] t.index has an invalid index argument starting with 0: '],
    [
      't.index[18446744073709551616] = x',
      'filter t.index[18446744073709551616] t.index has an invalid index argument not representable on 64 bit: 18446744073709551616',
    ],
    // Transformers, §6
    [
      'tolower(len(t.s)) = 5',
      "can't add field transformer: type 'UINT64' is not supported by 'tolower' transformer applied on field 't.s'",
    ],
    [
      'toupper(t.nums) in (5)',
      "can't add field transformer: type 'UINT64' is not supported by 'toupper' transformer applied on list field 't.nums'",
    ],
    ['tolower(t.s)[x] = x', "filter error: transformer 'tolower' does not support field arguments"],
    ['t.s = val(t.s)[x]', "filter error: transformer 'val' does not support field arguments"],
    ['tolower(t.s, t.s) = x', 'unknown multivalue transformer'],
    ['concat("a") = x', "unknown field transfomer 'concat'"],
    ['concat(t.n, "x") = x', 'concat() arguments must be strings'],
    ['concat(t.list, "x") = x', 'concat() arguments must be strings'],
    ['join(t.list, t.list) = x', 'join() first argument (separator) must be a single value, not a list'],
    ['join("-", t.s) = x', 'join() second argument must be a list'],
    ['join("-", getopt(("-a"), "a")) = x', 'join() second argument must be a list'],
    ['join("-", t.list, t.list) = x', 'join() requires exactly 2 arguments: separator and list'],
    ['join("-", t.list)[0] = x', "transformer 'join' does not support field arguments"],
    ['getopt(("-a"), "a", "b") in (x)', 'getopt() requires exactly 2 arguments: args list and optstring'],
    ['getopt("-a", "a") in (x)', 'getopt() first argument must be a list'],
    ['getopt(("-a"), t.list) in (x)', 'getopt() second argument (optstring) must be a single value'],
    ['getopt(("-a"), t.n) in (x)', 'getopt() arguments must be strings'],
    ['getopt(("-a"), "a")[ab] = x', 'getopt() field argument must be a single option character'],
    // Operators, §7
    ['t.n contains 5', "filter error: 'contains' operator not supported for numeric filters"],
    ['t.b > 1', "filter error: '>' operator not supported for numeric filters"],
    ['t.s bcontains x', "filter error: 'bcontains' operator not supported for string filters"],
    ['t.ip > 5', "filter error: '>' operator not supported for ip address and network filters"],
    [
      't.ip glob anyof (x)',
      "filter error: 'glob' with modifier not supported for ip address and network filters",
    ],
    ['t.list == a', "filter error: '=' operator not supported list filters"],
    ['t.list pmatch (a)', "filter error: 'pmatch' operator not supported list filters"],
    // Literals, §8
    ['t.n = five', 'five is not a valid number'],
    ['t.b = yes', 'filter error: unrecognized boolean value yes'],
    ['t.s = "\\x00"', 'filter error: filter value cannot contain a NUL byte (\\x00)'],
    ['t.s in (a, "\\x00")', 'filter error: filter value cannot contain a NUL byte (\\x00)'],
    ['t.s regex *', 'invalid regex pattern: no argument for repetition operator: *'],
    // Right-hand fields, §13
    ['t.s pmatch val(t.s)', "operator 'PMATCH' doesn't support right-hand side fields"],
    ['t.s regex tolower(t.s)', "operator 'REGEX' doesn't support right-hand side fields"],
    ['t.net = val(t.net)', "field type 'IPNET' doesn't support right-hand side fields"],
    [
      't.n = val(t.rel)',
      "field 't.n' has type 'UINT64' while the right-hand side field 't.rel' has incompatible type 'RELTIME'",
    ],
    [
      't.s in val(t.list)',
      "field 't.s' has type 'CHARBUF' while the right-hand side field 't.list' has incompatible type 'CHARBUF (list)'",
    ],
  ])('rejects %s', (text, message) => {
    expect(check(text)).toMatchObject({ ok: false, error: { message } });
  });

  it('points at the comparison, at the culprit in it, and names an unknown field', () => {
    expect(check('t.s = x and len(t.nope) = 5')).toMatchObject({
      ok: false,
      error: { span: { start: 12, end: 27 }, culprit: { start: 16, end: 22 }, unknownField: 't.nope' },
    });
  });

  it('gives one error for each comparison that has any, the first one first', () => {
    const result = check('t.no = x or (t.s = y and not t.n = five)');
    expect(result.ok ? [] : result.errors.map(({ message }) => message)).toEqual([
      'filter_check called with nonexistent field t.no',
      'five is not a valid number',
    ]);
  });

  it('decides types, operators and literals', () => {
    expect(check('len(t.s) == anyof (5, -1)')).toMatchObject({
      ok: true,
      checked: {
        kind: 'compare',
        operand: { kind: 'transform', name: 'len', type: 'uint64', isList: false },
        operator: '=',
        modifier: 'anyof',
        right: { kind: 'literals', values: [5n, 18446744073709551615n] },
      },
    });
  });

  it('keeps the index of a field that takes one', () => {
    expect(check('t.both[7] exists')).toMatchObject({
      checked: { operand: { field: { argument: '7', index: 7n } } },
    });
    expect(check('t.both[07] exists')).not.toMatchObject({ checked: { operand: { field: { index: 7n } } } });
    expect(check('t.key[""] exists')).toMatchObject({
      checked: { operand: { field: { text: 't.key[""]' } } },
    });
  });

  it.each([
    ['t.s = t.s', "'t.s' may be a valid field misused as a const string value"],
    ['t.s = " t . s"', "' t . s' may be a valid field misused as a const string value"],
    ['t.s in ("val(x)")', "'val(x)' may be a valid field transformer misused as a const string value"],
    [
      't.s regex ^abc.*',
      "regex check with '^abc.*' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'",
    ],
  ])('warns of %s', (text, message) => {
    expect(check(text)).toMatchObject({ ok: true, warnings: [{ code: 'LOAD_COMPILE_CONDITION', message }] });
  });

  it.each(['t.s = t.key', 't.s = t.nope', 't.s regex a.b', 't.s regex a|b', 't.s regex .', 't.s = "val(x"'])(
    'does not warn of %s',
    (text) => {
      expect(check(text)).toMatchObject({ ok: true, warnings: [] });
    },
  );

  it.each([
    ['ka.s = <NA> or ka.s in (<NA>)', [{ code: 'LOAD_UNSAFE_NA_CHECK', message: '' }]],
    ['concat(t.s, ka.s) != <NA>', [{ code: 'LOAD_UNSAFE_NA_CHECK', message: '' }]],
    ['ka.s contains <NA> or ka.s = anyof (<NA>) or t.s = <NA>', []],
    ['evt.dir = x', [{ code: 'LOAD_DEPRECATED_ITEM', deprecatedField: 'evt.dir' }]],
  ])('warns of the tree %s', (text, warnings) => {
    const result = check(text);
    expect(result).toMatchObject({ ok: true, warnings });
    expect(result.warnings).toHaveLength(warnings.length);
  });
});
