import { describe, expect, it } from 'vitest';
import { cutAtNul } from './cut-at-nul.ts';
import { decodeString } from './decode-string.ts';
import { parseJson } from './parse-json.ts';

describe('decodeString', () => {
  it.each<[written: string, decoded: string]>([
    ['', ''],
    ['plain', 'plain'],
    ['\\"\\\\\\/\\b\\f\\n\\r\\t', '"\\/\b\f\n\r\t'],
    ['\\u0041\\u00e9\\u20AC', 'A\xc3\xa9\xe2\x82\xac'],
    ['\\ud83d\\ude00', '\xf0\x9f\x98\x80'],
    ['\\u0000x', '\0x'],
    ['\\x\\U0041\\0', '\\x\\U0041\\0'],
    ['\\u12', '\\u12'],
    ['\\u12g4', '\\u12g4'],
    ['\\u+123', '\\u+123'],
    ['\\ud83d x', '\\ud83d x'],
    ['\\ud83d', '\\ud83d'],
    ['\\ude00\\n', '\\ude00\n'],
    ['\\ud83d\\u00e9', '\xef\xbf\xbd'],
    ['\\ud83d\\u12', '\\ud83d\\u12'],
    ['\xff\\n\xfe', '\xff\n\xfe'],
    ['\\\\u0041', '\\u0041'],
  ])('reads %j as %j', (written, decoded) => {
    expect(decodeString(parseJson(Buffer.from(`"${written}"`, 'latin1'))!)).toBe(decoded);
  });

  it('is empty for other kinds', () => {
    expect(decodeString(parseJson(Buffer.from('{"a":"b"}'))!)).toBe('');
  });
});

it('cutAtNul cuts at the first NUL', () => {
  expect(['a', 'a\0b\0', '\0'].map(cutAtNul)).toEqual(['a', 'a', '']);
});
