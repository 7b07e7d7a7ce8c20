import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeString } from '../decode-string.ts';
import { parsePointer } from '../pointer.ts';
import { createProjection, type ProjectionForm } from './create-projection.ts';
import { findDifference } from './compare-projection.ts';
import { damage, Dice, rollDocument, rollPaths } from './json-for-test.ts';
import { INCOMPLETE, INVALID } from './projection.ts';
import { SlotKind } from './slots.ts';

describe.each<ProjectionForm>(['bytes', 'wasm'])('the projection, form %s', (form) => {
  it.each<[what: string, text: string, pointer: string, value: string | undefined]>([
    ['a member', '{"eventName":"x"}', 'eventName', '"x"'],
    ['the first of duplicates', '{"a":1,"a":2}', 'a', '1'],
    ['the first of duplicate containers only', '{"a":{"c":1},"a":{"b":2}}', 'a/b', undefined],
    ['a first duplicate that is no container', '{"a":null,"a":{"b":2}}', 'a/b', undefined],
    ['a name at its own depth', '{"x":{"eventName":"no"},"eventName":"yes"}', 'eventName', '"yes"'],
    ['no name inside a string', '{"x":"\\",\\"eventName\\":\\"no\\"","eventName":1}', 'eventName', '1'],
    ['a name written with escapes', '{"\\u0061":1}', 'a', '1'],
    ['a name as written before a decoded one', '{"\\u0061":1,"a":2}', 'a', '2'],
    ['a decoded duplicate', '{"\\u0061":1,"\\u0061":2}', 'a', '1'],
    ['no name with a backslash as written', '{"a\\nb":1}', 'a\\nb', undefined],
    ['a name that decodes to a backslash', '{"a\\\\nb":1}', 'a\\nb', '1'],
    ['the empty name', '{"":{"":5}}', '//', '5'],
    ['a name that contains another', '{"ab":1,"b":2,"a":3}', 'a', '3'],
    ['white space between all tokens', ' { "a" : [ 1 , 2 ] } ', 'a/1', '2'],
    ['an element', '[[1,2],[3,4]]', '1/0', '3'],
    ['an index with a sign', '{"a":[1,2]}', 'a/+1', '2'],
    ['an index as the name of a member', '{"0":"x"}', '0', '"x"'],
    ['no negative index', '[1]', '-1', undefined],
    ['a container as written', '{"a":{ "b" : 1.0 }}', 'a', '{ "b" : 1.0 }'],
    ['the document', ' [1] ', '', '[1]'],
    ['a member after deep nesting', `{"x":${'['.repeat(299)}${']'.repeat(299)},"a":1}`, 'a', '1'],
  ])('finds %s', (_, text, pointer, value) => {
    const bytes = Buffer.from(text);
    const projection = createProjection([parsePointer(pointer)], { form });
    projection.load(bytes);
    expect(projection.scan(0, bytes.length)).toBe(true);
    const node = projection.nodeOf(0);
    expect(node && bytes.toString('latin1', node.start, node.end)).toBe(value);
  });

  it.each<[text: string, kind: keyof typeof SlotKind]>([
    ['{"a":"x"}', 'string'],
    ['{"a":"\\u0078"}', 'escapedString'],
    ['{"a":null}', 'null'],
    ['{"a":nan}', 'number'],
    ['{"a":Inf}', 'number'],
    ['{"a":1}', 'number'],
    ['{"a":true}', 'true'],
    ['{"a":false}', 'false'],
    ['{"a":{}}', 'object'],
    ['{"a":[0]}', 'array'],
    ['{"b":1}', 'absent'],
    ['7', 'absent'],
  ])('tells what is in a slot: %s %s', (text, kind) => {
    const bytes = Buffer.from(text);
    const projection = createProjection([['a']], { form });
    projection.load(bytes);
    expect(projection.scan(0, bytes.length)).toBe(true);
    expect(projection.kinds[projection.slotOfPath[0]!]).toBe(SlotKind[kind]);
  });

  it('forgets the record before', () => {
    const bytes = Buffer.from('{"a":"\\n"}{"b":1}');
    const projection = createProjection([['a'], ['b']], { form });
    projection.load(bytes);
    projection.scan(0, 10);
    expect(decodeString(projection.nodeOf(0)!)).toBe('\n');
    projection.scan(10, bytes.length);
    expect(projection.nodeOf(0)).toBeUndefined();
    expect(projection.nodeOf(1)).toMatchObject({ kind: 'number', start: 15, end: 16 });
  });

  it('reads on in larger bytes after small ones', () => {
    const projection = createProjection([['a']], { form });
    for (const length of [10, 100_000, 1_000_000, 50]) {
      const bytes = Buffer.from(`{"b":"${'x'.repeat(length)}","a":[1]}`);
      projection.load(bytes);
      expect(projection.scan(0, bytes.length)).toBe(true);
      expect(projection.starts[projection.slotOfPath[0]!]).toBe(bytes.length - 4);
    }
  });

  it('gives equal paths one slot and different ones their own', () => {
    const { slotOfPath } = createProjection([['a'], ['b'], ['a'], []], { form });
    expect(slotOfPath[0]).toBe(slotOfPath[2]);
    expect(new Set(slotOfPath).size).toBe(3);
  });

  it.each<[text: string, result: number]>([
    ['{"a":[1,{"b":"}"}]},{"c":1}', 19],
    ['{} x', 2],
    ['{"a":1', INCOMPLETE],
    ['{"a":"x\\', INCOMPLETE],
    ['{"a":tru', INCOMPLETE],
    ['{"a":-', INCOMPLETE],
    ['{', INCOMPLETE],
    ['{"a":truE}', INVALID],
    ['{"a":1,}', INVALID],
    ['{"a":[1}', INVALID],
    ['{"a" 1}', INVALID],
  ])('ends %s at %i', (text, result) => {
    const bytes = Buffer.from(text);
    const projection = createProjection([['a']], { form });
    projection.load(bytes);
    expect(projection.scanValue(0, bytes.length)).toBe(result);
  });

  it('reads every document as parseJson and findPath do', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const dice = new Dice(seed);
        const paths = rollPaths(dice);
        const projection = createProjection(paths, { form });
        for (let count = 0; count < 20; count++) {
          const text = rollDocument(dice);
          const around = 'x'.repeat(dice.roll(70));
          const document = dice.roll(2) === 0 ? text : damage(dice, text);
          const bytes = Buffer.from(around + document + around, 'latin1');
          const end = bytes.length - around.length;
          expect(findDifference(projection, paths, bytes, around.length, end)).toBeUndefined();
        }
      }),
      { numRuns: 250 },
    );
  });
});
