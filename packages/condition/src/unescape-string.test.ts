import { describe, expect, it } from 'vitest';
import { unescapeString } from './unescape-string.ts';

describe('unescapeString', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    [String.raw`\b\f\n\r\t`, '\b\f\n\r\t'],
    [String.raw`\\ \/`, '\\ /'],
    [String.raw`a\ b`, 'a\\b'],
    [String.raw`\"`, '"'],
    [String.raw`\x41\xff\x00`, 'A\xff\0'],
  ])('reads %j as %j', (raw, value) => {
    expect(unescapeString(raw, '"')).toEqual({ ok: true, value });
  });

  it.each([
    [String.raw`\d`, '"', String.raw`unsupported string escape sequence: \d`],
    [String.raw`\0`, '"', String.raw`unsupported string escape sequence: \0`],
    [String.raw`\x4`, '"', 'truncated hex char escape sequence'],
    [String.raw`\xzz`, '"', 'invalid hex char escape sequence: zz'],
    [String.raw`\'`, '"', String.raw`invalid \' escape in "-quoted string`],
    [String.raw`\"`, "'", String.raw`invalid \" escape in '-quoted string`],
  ] as const)('rejects %j between %s', (raw, delimiter, message) => {
    expect(unescapeString(raw, delimiter)).toEqual({ ok: false, message });
  });
});
