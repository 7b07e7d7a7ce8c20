import { describe, expect, it } from 'vitest';
import { awsCloudTrail } from './aws-cloudtrail/source.ts';
import { jsonFields } from './json-fields.ts';
import { fieldReader } from './read-for-test.ts';

const payload =
  '{"list":[{"i":1,"f":2.50}],"v":"x","n":null,"b":false,"~/e":"q\\"2","o":{"k" : "é"},"d":1,"d":2}';

describe('json.value', () => {
  const read = fieldReader(awsCloudTrail, payload);

  it.each<[pointer: string, value: string | undefined]>([
    ['/list/0/i', '1'],
    ['/list/0/f', '2.50'],
    ['/v', 'x'],
    ['v', 'x'],
    ['/v/0', undefined],
    ['/list/1', undefined],
    ['/n', 'null'],
    ['/b', 'false'],
    ['/~0~1e', 'q"2'],
    ['/o', '{"k":"é"}'],
    ['/list', '[{"i":1,"f":2.50}]'],
    ['/d', '1'],
    ['/', undefined],
    ['/zzz', undefined],
  ])('[%s] is %j', (pointer, value) => {
    expect(read(`json.value[${pointer}]`)).toBe(value);
    expect(read(`jevt.value[${pointer}]`)).toBe(value);
  });
});

describe('payloads', () => {
  it.each<[payload: string, isAcceptable: boolean]>([
    ['{}', true],
    ['[1]', true],
    ['{"a":1}\0\0', true],
    [' {}', false],
    ['"x"', false],
    ['{', false],
    ['', false],
  ])('%j have values: %j', (text, isAcceptable) => {
    const read = fieldReader(awsCloudTrail, text);
    expect(read('json.value[]') !== undefined).toBe(isAcceptable);
    expect(read('json.rawtime') !== undefined).toBe(isAcceptable);
  });

  it('end values at U+0000', () => {
    const read = fieldReader(awsCloudTrail, '{"a":"x\\u0000y"}');
    expect(read('json.value[/a]')).toBe('x');
    expect(read('json.obj')).toBe('{\n  "a": "x\\u0000y"\n}');
  });

  it('that only the lenient parser reads have no json.obj', () => {
    expect(fieldReader(awsCloudTrail, '{"a":NaN}')('json.obj')).toBeUndefined();
    expect(fieldReader(awsCloudTrail, '{"a":[1, {}]}')('json.obj')).toBe(
      '{\n  "a": [\n    1,\n    {}\n  ]\n}',
    );
  });
});

it('the old names are the same fields', () => {
  const withPrefix = (prefix: string): object[] =>
    jsonFields.flatMap(({ name, ...rest }) =>
      name.startsWith(`${prefix}.`) ? [{ ...rest, name: name.slice(5), paths: 0, read: 0 }] : [],
    );
  expect(withPrefix('json')).toHaveLength(3);
  expect(withPrefix('jevt')).toEqual(withPrefix('json'));
});
