import { describe, expect, it } from 'vitest';
import { createTestCatalog } from './golden/catalog-for-test.ts';
import { describeFormat, parseFormat } from './parse-format.ts';

const catalog = createTestCatalog();

/** Values in braces, with their width. */
function show(text: string): string {
  const parsed = parseFormat(text, catalog);
  if (!parsed.ok) return `error at ${parsed.error.span.start}: ${parsed.error.message}`;
  const { pieces } = parsed.format;
  return pieces
    .map((piece) =>
      piece.kind === 'text' ? piece.text : `{${piece.text}${piece.width > 0 ? `:${piece.width}` : ''}}`,
    )
    .join('');
}

describe('parseFormat', () => {
  it.each([
    ['a %ct.user)', 'a {ct.user})'],
    ['%ct.username', '{ct.user}name'],
    ['%ct.user.foo', '{ct.user}.foo'],
    ['%ct.user.arn.x', '{ct.user.arn}.x'],
    ['%ct.user[x]', '{ct.user}[x]'],
    ['%ct.user%ct.user', '{ct.user}{ct.user}'],
    ['%json.value[/a]]', '{json.value[/a]}]'],
    ['%json.value["/a"]', '{json.value[/a]}'],
    ['%json.value[""]', '{json.value[""]}'],
    ['%ec2.imageids[1]', '{ec2.imageids[1]}'],
    ['%ec2.imageids[01]', '{ec2.imageids}[01]'],
    ['%ec2.imageids["a b"]', '{ec2.imageids}["a b"]'],
    ['%ec2.imageids["', '{ec2.imageids}["'],
    ['%toupper( ct.user )[x]', '{toupper(ct.user)}[x]'],
    ['%concat("a" , ct.user)', '{concat(a,ct.user)}'],
    ['%getopt(("-a"),"a")[a]', '{getopt((-a),a)[a]}'],
    ['%getopt(("-a"),"a")[ab]', '{getopt((-a),a)}[ab]'],
    ['%10ct.user', '{ct.user:10}'],
    ['%005ct.user', '{ct.user:5}'],
    ['%0ct.user', '{ct.user}'],
    ['%99999999999ct.user', '{ct.user:65535}'],
    ['*%ct.user', '{ct.user}'],
    ['**', '*'],
    ['*', ''],
  ])('%j is %j', (text, expected) => {
    expect(show(text)).toBe(expected);
  });

  const unresolved = "unknown filter: unexpected token after '";

  it.each([
    ['', 0, 'empty formatting token'],
    ['a%%', 1, unresolved],
    ['% ct.user', 0, unresolved],
    ['%ct.nope', 0, unresolved],
    ['%json.value', 0, unresolved],
    ['%json.value["/a b"]', 0, unresolved],
    ['%val(ct.user)', 0, unresolved],
    ['%tolower(s3.bytes)', 0, unresolved],
    ['%tolower(ct.user', 0, unresolved],
    ['%tolower(a.b,c.d)', 0, 'unknown multivalue transformer'],
    ['a %', 2, 'invalid formatting syntax: formatting cannot end with a %'],
    ['a %12', 2, 'invalid formatting syntax: formatting cannot end with a number'],
  ])('rejects %j at %i: %s', (text, offset, message) => {
    expect(show(text)).toBe(`error at ${offset}: ${message}`);
  });

  it('lists each field once, those inside transformers, too', () => {
    const parsed = parseFormat('%concat(ct.user,ct.name) %ct.user %json.value[/a]', catalog);
    expect(parsed.ok && parsed.format.fields.map(({ text }) => text)).toEqual([
      'ct.user',
      'ct.name',
      'json.value[/a]',
    ]);
    expect(parsed.ok && describeFormat(parsed.format)).toEqual([
      'concat(ct.user,ct.name)',
      'ct.user',
      'ct.name',
      'ct.user',
      'json.value[/a]',
    ]);
  });
});
