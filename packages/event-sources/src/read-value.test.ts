import { parseJson } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import {
  cutValue,
  readAnyText,
  readFlag,
  readJsonText,
  readStringOnly,
  readText,
  readUint64,
} from './read-value.ts';

const reads = { readText, readStringOnly, readJsonText, readAnyText, readFlag, readUint64 };

describe('conversion rules', () => {
  it.each<[rule: keyof typeof reads, json: string, value: unknown]>([
    ['readText', '"x"', 'x'],
    ['readText', '""', ''],
    ['readText', '"\\u00e9"', '\xc3\xa9'],
    ['readText', '"a\\u0000b"', 'a\0b'],
    ['readText', 'null', ''],
    ['readText', '7', ''],
    ['readText', 'true', ''],
    ['readText', '{"a":1}', ''],
    ['readText', '["x"]', ''],
    ['readStringOnly', '"x"', 'x'],
    ['readStringOnly', 'null', undefined],
    ['readStringOnly', '7', undefined],
    ['readJsonText', 'null', 'null'],
    ['readJsonText', '"x"', '"x"'],
    ['readJsonText', '{ "a" : [ 1.0, "\\u00e9\\/" ] }', '{"a":[1.0,"\\u00e9\\/"]}'],
    ['readAnyText', '"x"', 'x'],
    ['readAnyText', 'null', 'null'],
    ['readAnyText', '1.50', '1.50'],
    ['readAnyText', '[ 1 ]', '[1]'],
    ['readFlag', 'true', 'true'],
    ['readFlag', 'false', 'false'],
    ['readFlag', '"true"', 'false'],
    ['readFlag', 'null', 'false'],
    ['readFlag', '1', 'false'],
    ['readUint64', '0', 0n],
    ['readUint64', '007', 7n],
    ['readUint64', '18446744073709551615', 18446744073709551615n],
    ['readUint64', '18446744073709551616', 9223372036854775808n],
    ['readUint64', '1e30', 9223372036854775808n],
    ['readUint64', '33.0', 33n],
    ['readUint64', '33.9', 33n],
    ['readUint64', '1.9e3', 1900n],
    ['readUint64', '-5.5', 18446744073709551611n],
    ['readUint64', '"7"', 0n],
    ['readUint64', 'null', 0n],
    ['readUint64', '[]', 0n],
  ])('%s of %s', (rule, json, value) => {
    const bytes = Buffer.from(json);
    expect(reads[rule](parseJson(bytes))).toBe(value);
  });

  it('values end at the first U+0000 when they leave a source', () => {
    expect(cutValue('a\0b')).toBe('a');
    expect(cutValue(['a\0b', 'c'])).toEqual(['a', 'c']);
    expect(cutValue(7n)).toBe(7n);
    expect(cutValue(undefined)).toBeUndefined();
  });

  it.each(Object.keys(reads) as (keyof typeof reads)[])('%s of nothing is no value', (rule) => {
    expect(reads[rule](undefined)).toBeUndefined();
  });
});
