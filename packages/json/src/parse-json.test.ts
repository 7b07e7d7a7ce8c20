import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';
import { isStrictJson } from './strict-json.ts';
import { findJsonError, MAX_DEPTH } from './validate-json.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('acceptable JSON', () => {
  it.each([
    ['{}'],
    [' \t\r\n[ ] \n'],
    ['{"a":1,"a":2}'],
    ['"x"'],
    ['0'],
    ['-'],
    ['1-2+3e.'],
    ['NaN'],
    ['[nan,Inf,-inf,+NAN]'],
    ['["\x00\x01\n\x1f"]'],
    ['["\xff\xc3"]'],
    ['["\\x\\u12\\ud800"]'],
    ['["\\\\"]'],
    ['{"\\"":{"\\\\":[]}}'],
    [`${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`],
  ])('is %j', (text) => {
    expect(findJsonError(bytesOf(text), 0, text.length)).toBeUndefined();
  });

  it.each<[text: string, reason: string, offset: number]>([
    ['', 'empty', 0],
    [' \n', 'empty', 2],
    ['{"a":1} x', 'trailing-data', 8],
    ['{}{}', 'trailing-data', 2],
    ['[]\0', 'trailing-data', 2],
    ['[1,]', 'invalid', 3],
    ['[,1]', 'invalid', 1],
    ['{"a":1,}', 'invalid', 7],
    ['{"a"}', 'invalid', 1],
    ['{a:1}', 'invalid', 1],
    ["{'a':1}", 'invalid', 1],
    ['{"a":}', 'invalid', 5],
    ['[1}', 'invalid', 2],
    ['[1 2]', 'invalid', 3],
    ['{"a":1', 'invalid', 6],
    ['[', 'invalid', 1],
    ['"x', 'invalid', 0],
    ['"x\\"', 'invalid', 0],
    ['tru', 'invalid', 0],
    ['True', 'invalid', 0],
    ['nul', 'invalid', 0],
    ['[-x]', 'invalid', 1],
    ['--inf', 'trailing-data', 2],
    ['\xef\xbb\xbf{}', 'invalid', 0],
    ['\x0b1', 'invalid', 0],
    [`${'['.repeat(MAX_DEPTH + 1)}${']'.repeat(MAX_DEPTH + 1)}`, 'too-deep', MAX_DEPTH],
    [`${'['.repeat(MAX_DEPTH)}0${']'.repeat(MAX_DEPTH)}`, 'too-deep', MAX_DEPTH],
  ])('is not %j: %s at %i', (text, reason, offset) => {
    expect(findJsonError(bytesOf(text), 0, text.length)).toMatchObject({ reason, offset });
    expect(parseJson(bytesOf(text))).toBeUndefined();
  });

  it('is all that JSON.parse accepts, at the same places', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.nat(3), (text, indent) => {
        const written = JSON.stringify(JSON.parse(text), undefined, indent);
        const bytes = Buffer.from(`x ${written} x`);
        const node = parseJson(bytes, 1, bytes.length - 1);
        expect(node).toMatchObject({ start: 2, end: bytes.length - 2 });
        expect(isStrictJson(node!)).toBe(true);
      }),
    );
  });

  it('is strict exactly where JSON.parse accepts it', () => {
    const token = fc.constantFrom(
      '1',
      '01',
      '-',
      '.5',
      '1.',
      '1e5',
      '1E+05',
      '"\\u00e9"',
      '"\\x"',
      '"\n"',
      'nan',
      'true',
      'Inf',
      '{}',
    );
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        const text = `[${tokens.join(' ,')}]`;
        const node = parseJson(bytesOf(text));
        let isParsed = true;
        try {
          JSON.parse(text);
        } catch {
          isParsed = false;
        }
        expect(node !== undefined && isStrictJson(node)).toBe(isParsed);
      }),
    );
  });

  it('is read in the given range only', () => {
    const bytes = bytesOf('[1,2]3');
    expect(parseJson(bytes, 0, 5)).toMatchObject({ kind: 'array', start: 0, end: 5 });
    expect(parseJson(bytes, 0, 4)).toBeUndefined();
    expect(parseJson(bytes, 3, 4)).toMatchObject({ kind: 'number' });
  });
});
