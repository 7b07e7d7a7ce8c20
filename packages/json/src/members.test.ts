import fc from 'fast-check';
import jsonpointer from 'jsonpointer';
import { describe, expect, it } from 'vitest';
import { rawText } from './compact-text.ts';
import { decodeString } from './decode-string.ts';
import {
  arrayElements,
  elementAt,
  findMember,
  findMemberIgnoringCase,
  findPath,
  objectMembers,
  parseArrayIndex,
} from './members.ts';
import type { JsonNode } from './node.ts';
import { parseJson } from './parse-json.ts';
import { parsePointer } from './pointer.ts';

function parse(text: string): JsonNode {
  const node = parseJson(Buffer.from(text));
  if (!node) throw new Error(`not acceptable: ${text}`);
  return node;
}

const textOf = (node: JsonNode | undefined): string | undefined => node && rawText(node);

describe('findMember', () => {
  it.each<[text: string, name: string, value: string | undefined]>([
    ['{"a":1}', 'a', '1'],
    ['{"a":1,"a":2}', 'a', '1'],
    ['{"b":{"a":2},"a":1}', 'a', '1'],
    ['{"\\u0061":1}', 'a', '1'],
    ['{"\\u0061":1,"a":2}', 'a', '2'],
    ['{"a\\/b":8}', 'a/b', '8'],
    ['{"a\\nb":1}', 'a\nb', '1'],
    ['{"a\\nb":1}', 'a\\nb', undefined],
    ['{"a\\\\nb":1}', 'a\\nb', '1'],
    ['{"":5}', '', '5'],
    ['{ "a" : [ ] , "b" : "}" }', 'b', '"}"'],
    ['{"a":1}', 'A', undefined],
    ['{"é":1}', '\xc3\xa9', '1'],
    ['["a",1]', 'a', undefined],
    ['"a"', 'a', undefined],
  ])('in %s, %j is %s', (text, name, value) => {
    expect(textOf(findMember(parse(text), name))).toBe(value);
  });
});

describe('findMemberIgnoringCase', () => {
  it.each<[text: string, name: string, value: string | undefined]>([
    ['{"Time":1,"time":2}', 'time', '2'],
    ['{"TIME":1,"Time":2}', 'time', '1'],
    ['{"\\u0054ime":1}', 'time', '1'],
    ['{"É":1}', '\xc3\xa9', undefined],
    ['{"times":1}', 'time', undefined],
  ])('in %s, %j is %s', (text, name, value) => {
    expect(textOf(findMemberIgnoringCase(parse(text), name))).toBe(value);
  });
});

describe('array indexes', () => {
  it.each<[step: string, index: number | undefined]>([
    ['0', 0],
    ['12', 12],
    ['+1', 1],
    ['-0', 0],
    ['007', 7],
    [`${'0'.repeat(30)}1`, 1],
    ['-1', undefined],
    ['', undefined],
    ['+', undefined],
    ['1.0', undefined],
    ['1e1', undefined],
    [' 1', undefined],
    ['0x1', undefined],
    ['99999999999999999999', undefined],
  ])('%j is %s', (step, index) => {
    expect(parseArrayIndex(step)).toBe(index);
  });

  it('finds elements, none beyond the end', () => {
    const node = parse('[ 1 , [2], {"a":3} ]');
    expect([0, 1, 2, 3].map((index) => textOf(elementAt(node, index)))).toEqual([
      '1',
      '[2]',
      '{"a":3}',
      undefined,
    ]);
    expect(arrayElements(parse('[]'))).toEqual([]);
    expect(arrayElements(parse('{"a":1}'))).toEqual([]);
  });
});

describe('pointers', () => {
  it.each<[pointer: string, path: string[]]>([
    ['', []],
    ['/', ['']],
    ['//', ['', '']],
    ['a/b', ['a', 'b']],
    ['/a/b', ['a', 'b']],
    ['/a/', ['a', '']],
    ['/~0~1e', ['~/e']],
    ['/~01', ['~1']],
    ['/~2~', ['~2~']],
  ])('%j leads to %j', (pointer, path) => {
    expect(parsePointer(pointer)).toEqual(path);
  });
});

/** The node as JSON.parse reads it, built from nothing but members, elements and scalars. */
function rebuild(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(
        objectMembers(node).map(({ name, value }) => [
          Buffer.from(name, 'latin1').toString(),
          rebuild(value),
        ]),
      );
    case 'array':
      return arrayElements(node).map(rebuild);
    case 'string':
      return Buffer.from(decodeString(node), 'latin1').toString();
    default:
      return JSON.parse(rawText(node));
  }
}

describe('reading in place', () => {
  it('finds all that JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, noUnicodeString: false }), (text) => {
        const value: unknown = JSON.parse(text);
        // Both must mean the same characters: lone surrogates have no UTF-8 form.
        fc.pre(text.isWellFormed() && JSON.stringify(value).isWellFormed() && !/\\ud[89a-f]/i.test(text));
        expect(rebuild(parse(text))).toEqual(value);
      }),
    );
  });

  it('follows pointers as jsonpointer does', () => {
    const names = fc.constantFrom('a', 'b', '0', '1', '~', '/', '~1', 'é');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 5 }, fc.integer(), tie('array'), tie('object')),
      array: fc.array(tie('value'), { maxLength: 3 }),
      object: fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(value, fc.array(names, { minLength: 1, maxLength: 4 }), (document, steps) => {
        fc.pre(typeof document === 'object');
        const pointer = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
        const path = parsePointer(Buffer.from(pointer).toString('latin1'));
        const found = findPath(parse(JSON.stringify(document)), path);
        const expected: unknown = jsonpointer.get(document as object, pointer);
        expect(found && rebuild(found)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
