import { describe, expect, it } from 'vitest';
import { parseCondition } from './parse-condition.ts';
import { printCondition } from './print-condition.ts';

function canonical(text: string, maxDepth = 1000): string {
  const parsed = parseCondition(text, { maxDepth });
  return parsed.ok
    ? printCondition(parsed.node)
    : `error at ${parsed.error.position.offset}: ${parsed.error.message}`;
}

const anyTransformer = "'val', 'tolower', 'toupper', 'b64', 'basename', 'len', 'join', 'concat', 'getopt'";
const stringExpected = `expected a string value or a field with a valid transformer: ${anyTransformer}`;
const numberExpected = `expected a number value or a field with a valid transformer: ${anyTransformer}`;
const listExpected = `expected a list, an identifier, or a field with a valid transformer: ${anyTransformer}`;

describe('parseCondition', () => {
  it.each([
    // Blanks
    ['ct.name=x', 'ct.name = x'],
    ['ct.name= x', 'ct.name = x'],
    [' \b\t\r\nct.name\n=\nx ', 'ct.name = x'],
    ['not\f\vct.name exists', 'not ct.name exists'],
    ['ct.name = x and(c)', '(ct.name = x and c)'],
    ["ct.name = 'x'and c", '(ct.name = x and c)'],
    ['s3.bytes > 5and c', '(s3.bytes > 5 and c)'],
    ['ct.name existsand c', '(ct.name exists and c)'],
    ['ct.name inx', 'ct.name in x'],
    ['ct.name pmatchx', 'ct.name pmatch x'],
    // Values
    ['ct.name = x;', 'ct.name = x;'],
    ['ct.name = a[0]', 'ct.name = a[0]'],
    ['ct.name = \\x41', 'ct.name = "\\\\x41"'],
    ['ct.name = not', 'ct.name = not'],
    ['ct.name = #x', 'ct.name = #x'],
    ['ct.name = "a b"', 'ct.name = "a b"'],
    ['ct.name = ""', 'ct.name = '],
    ['s3.bytes > 1e+5', 's3.bytes > 1e+5'],
    ['s3.bytes <= 0x1F', 's3.bytes <= 0x1F'],
    // Precedence
    ['not a and b', '(not a and b)'],
    ['a or b and c', '(a or (b and c))'],
    ['(a and b) and c', '((a and b) and c)'],
    ['not not not a', 'not a'],
    ['not not a', 'a'],
    ['not(not a)', 'not not a'],
    ['not not(a)', 'a'],
    // Fields and transformers
    ['json.value[/a/b] exists', 'json.value[/a/b] exists'],
    ['json.value["/a/b"] exists', 'json.value[/a/b] exists'],
    ["json.value[''] exists", 'json.value[""] exists'],
    ['tolower( ct.name ) = val( ct.user )', 'tolower(ct.name) = val(ct.user)'],
    ['getopt(("-t", v.w , 5),"t:")[t] = x', 'getopt((-t,v.w,5),t:)[t] = x'],
    ['len(()) = 0', 'len(()) = 0'],
    // Lists
    ['ct.name in ()', 'ct.name in ()'],
    ['ct.name in ( a ,"b c" )', 'ct.name in (a, "b c")'],
    ['ct.name in a', 'ct.name in a'],
    ['ct.name in val(ct.user)', 'ct.name in val(ct.user)'],
    // Modifiers
    ['ct.name = anyof (a, b)', 'ct.name = anyof (a, b)'],
    ['ct.name startswith oneof x', 'ct.name startswith oneof x'],
    ['ct.name = anyof oneof', 'ct.name = anyof oneof'],
    ['ct.name = anyof', 'ct.name = anyof'],
    ['ct.name = anyof and m', '(ct.name = anyof and m)'],
    ['ct.name = anyof android', 'ct.name = anyof android'],
  ])('%j is %j', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each([
    ['', 0, 'filter input string is empty'],
    ['ct.name = a=b', 11, "unexpected token after 'a', expecting 'or', 'and'"],
    ['ct.name = a,b', 11, "unexpected token after 'a', expecting 'or', 'and'"],
    ['ct.name = a"b"', 11, "unexpected token after 'a', expecting 'or', 'and'"],
    ['ct.name = "a b" c', 16, "unexpected token after 'a b', expecting 'or', 'and'"],
    ['ct.name = x\0', 11, "unexpected token after 'x', expecting 'or', 'and'"],
    ['s3.bytes > 1.2.3', 14, "unexpected token after '1.2', expecting 'or', 'and'"],
    ['s3.bytes > 1e5', 12, "unexpected token after '1', expecting 'or', 'and'"],
    ['s3.bytes > "5"', 11, numberExpected],
    ['ct.name < Z', 10, numberExpected],
    ['ct.name = "a\\\\"', 10, stringExpected],
    ['ct.name = (a)', 10, stringExpected],
    ['ct.name = "\\d"', 14, 'unsupported string escape sequence: \\d'],
    ['ct.name pmatch /a', 15, listExpected],
    ['ct.name in anyof (a)', 17, "unexpected token after 'anyof', expecting 'or', 'and'"],
    ['ct.name =anyof (a)', 15, "unexpected token after 'anyof', expecting 'or', 'and'"],
    ['ct.name = anyof and_x', 19, "expected blank or '(' after 'and'"],
    ['ct.name in ( a ,"b c" , )', 24, 'expected a string value'],
    ['ct.name in (=)', 12, "expected a ')' token"],
    ['ct.name = anyof (a', 18, "expected a ')' token"],
    ['(m', 2, "expected a ')' token"],
    ['m or', 4, "expected blank or '(' after 'or'"],
    ['#a and b', 0, "expected a '(' token, a field check, or an identifier"],
    ['json.value[] exists', 11, 'expected a valid field argument: a quoted string or a bare string'],
    ['json.value["a" ] exists', 14, "expected a ']' token"],
    ['ct.name = val(5)', 14, "expected a field within 'val' transformer"],
    [
      'tolower() = x',
      8,
      'expected field transformer argument: field, transformer, quoted string, number, or transformer list',
    ],
    ['tolower(a.b = x', 12, "expected a ')' token closing the transformer"],
    [
      'len((a.b,)) = 1',
      9,
      'expected transformer list argument: field, transformer, quoted string, or number',
    ],
    ['len((a.b = 1', 9, "expected ')'"],
  ])('rejects %j at %i: %s', (text, offset, message) => {
    expect(canonical(text)).toBe(`error at ${offset}: ${message}`);
  });

  it('takes a first list item with a bad escape for no item, as Falco does', () => {
    expect(canonical('ct.name in ("\\d")')).toBe('ct.name in ()');
    expect(canonical('ct.name in ("\\d", a)')).toBe("error at 16: expected a ')' token");
  });

  it('counts lines and columns from 1, and CR and LF as a break each', () => {
    const parsed = parseCondition('a and\r\n  #');
    expect(parsed).toMatchObject({ ok: false, error: { position: { offset: 9, line: 3, column: 3 } } });
  });

  it.each([
    ['(', 'm', ')', 199],
    ['(', 'f.x = v', ')', 198],
    ['not(', 'm', ')', 248],
  ])('nests %s…%s…%s up to the limit', (open, inner, close, most) => {
    const nest = (depth: number): string => open.repeat(depth) + inner + close.repeat(depth);
    expect(parseCondition(nest(most)).ok).toBe(true);
    expect(canonical(nest(most + 1))).toMatch(/exceeded max depth limit of 1000$/);
  });

  it('nests less where less is asked for', () => {
    expect(canonical('('.repeat(19) + 'm' + ')'.repeat(19), 100)).toBe('m');
    expect(canonical('('.repeat(20) + 'm' + ')'.repeat(20), 100)).toMatch(/exceeded max depth limit of 100$/);
  });

  it('gives nodes their place in the text', () => {
    expect(parseCondition('a or not ct.name[x] = "b"')).toEqual({
      ok: true,
      node: {
        kind: 'or',
        span: { start: 0, end: 25 },
        children: [
          { kind: 'identifier', name: 'a', span: { start: 0, end: 1 } },
          {
            kind: 'not',
            span: { start: 5, end: 25 },
            child: {
              kind: 'compare',
              span: { start: 9, end: 25 },
              left: { kind: 'field', name: 'ct.name', argument: 'x', span: { start: 9, end: 19 } },
              operator: '=',
              right: { kind: 'value', value: 'b', span: { start: 22, end: 25 } },
            },
          },
        ],
      },
    });
  });
});
