import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLikeGo, type PlainJson } from './encode-like-go.ts';

describe('JSON as Go writes it', () => {
  it.each<[text: string, encoded: string | undefined]>([
    ['{"b":1,"a":{"d":[],"c":null}}', '{"a":{"c":null,"d":[]},"b":1}'],
    ['{"é":1,"z":2,"😀":3,"\uffff":4}', '{"z":2,"é":1,"\uffff":4,"😀":3}'],
    ['{"10":1,"9":2}', '{"10":1,"9":2}'],
    ['"<a href=\'x\'>&"', '"\\u003ca href=\'x\'\\u003e\\u0026"'],
    ['"\\u2028\\u2029\\u0007\\b\\u007f"', '"\\u2028\\u2029\\u0007\\b\u007f"'],
    ['"\\ud83d x"', '"\ufffd x"'],
    ['[1.0,1e5,0.10,1e21,1e-7,12345678901234567890,-0]', '[1,100000,0.1,1e+21,1e-7,12345678901234567000,-0]'],
    ['9007199254740993', '9007199254740992'],
    ['1e400', undefined],
    ['{"a":[1e400]}', undefined],
    ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'],
  ])('%s: %s', (text, encoded) => {
    expect(encodeLikeGo(JSON.parse(text) as PlainJson)).toBe(encoded);
  });

  it('means the same as what it encodes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(JSON.parse(encodeLikeGo(value as PlainJson) as string)).toEqual(value);
      }),
    );
  });
});
