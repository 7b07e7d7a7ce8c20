import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactText, rawText } from './compact-text.ts';
import { cutAtNul } from './cut-at-nul.ts';
import { decodeString } from './decode-string.ts';
import { indentText } from './indent-text.ts';
import { findPath } from './members.ts';
import type { JsonNode } from './node.ts';
import { parseJson } from './parse-json.ts';
import { parsePointer } from './pointer.ts';

const parse = (text: string): JsonNode => parseJson(Buffer.from(text))!;

describe('compactText', () => {
  it.each<[text: string, compact: string]>([
    [' { "a" : [ 1.0 , 1e5 ] , "a" : "\\u00e9\\/ " } ', '{"a":[1.0,1e5],"a":"\\u00e9\\/ "}'],
    ['[ { } , [ ] , 12345678901234567890123 ]', '[{},[],12345678901234567890123]'],
    ['[ "a \\" b" ,\r\n\tnull ]', '["a \\" b",null]'],
    [' nan ', 'nan'],
  ])('of %j is %j', (text, compact) => {
    expect(compactText(parse(text))).toBe(compact);
  });

  it('is JSON.stringify for text that JSON.stringify indented', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        const written = Buffer.from(JSON.stringify(value)).toString('latin1');
        expect(compactText(parse(JSON.stringify(value, undefined, '\t ')))).toBe(written);
      }),
    );
  });
});

describe('indentText', () => {
  it.each<[text: string, indented: string | undefined]>([
    ['{}', '{}'],
    ['[ ]', '[]'],
    [
      '{"a":[],"b":{ },"c":[1,{"x":"\\u00e9"}]}',
      '{\n  "a": [],\n  "b": {},\n  "c": [\n    1,\n    {\n      "x": "\\u00e9"\n    }\n  ]\n}',
    ],
    ['{"a":1.0}', '{\n  "a": 1.0\n}'],
    ['7', '7'],
    ['{"a":NaN}', undefined],
    ['{"a":01}', undefined],
    ['{"a":"\\x"}', undefined],
    ['{"a":"\n"}', undefined],
  ])('of %j is %j', (text, indented) => {
    expect(indentText(parse(text))).toBe(indented);
  });

  it('is what JSON.stringify indents', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        const written = Buffer.from(JSON.stringify(value, undefined, 2)).toString('latin1');
        expect(indentText(parse(JSON.stringify(value)))).toBe(written);
      }),
    );
  });
});

const vectorsPath = fileURLToPath(new URL('../../../../shared/spec/sources-vectors.json', import.meta.url));

interface Vectors {
  readonly json_value: readonly { payload: string; pointer: string; value: string | null }[];
  readonly json_obj: readonly { payload: string; obj: string | null }[];
}

describe.skipIf(!existsSync(vectorsPath))('the vectors of the specification', () => {
  const vectors: Vectors = existsSync(vectorsPath)
    ? (JSON.parse(readFileSync(vectorsPath, 'utf8')) as Vectors)
    : { json_value: [], json_obj: [] };

  function renderPointer(payload: string, pointer: string): string | null {
    const node = findPath(parse(payload), parsePointer(Buffer.from(pointer).toString('latin1')));
    if (!node) return null;
    const isContainer = node.kind === 'object' || node.kind === 'array';
    const text =
      node.kind === 'string' ? cutAtNul(decodeString(node)) : isContainer ? compactText(node) : rawText(node);
    return Buffer.from(text, 'latin1').toString();
  }

  it('for json.value', () => {
    expect(vectors.json_value.map(({ payload, pointer }) => renderPointer(payload, pointer))).toEqual(
      vectors.json_value.map(({ value }) => value),
    );
  });

  it('for json.obj', () => {
    const indented = vectors.json_obj.map(({ payload }) => indentText(parse(payload)));
    expect(
      indented.map((text) => (text === undefined ? null : Buffer.from(text, 'latin1').toString())),
    ).toEqual(vectors.json_obj.map(({ obj }) => obj));
  });
});
