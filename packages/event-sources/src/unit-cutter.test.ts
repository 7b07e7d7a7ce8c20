import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnitCutter } from './unit-cutter.ts';
import { writeInChunks } from './cut-for-test.ts';

const members = new Map<string, 'container' | 'record'>([
  ['Records', 'container'],
  ['logEvents', 'container'],
  ['eventVersion', 'record'],
]);

/** Units as text, `container>` before those in one; skips as `!reason`. */
function cut(text: string, chunkSize = Infinity, maxUnitBytes = 1000): string[] {
  const found: string[] = [];
  const cutter = new UnitCutter({
    classifyMember: (name) => members.get(name),
    maxUnitBytes,
    unit({ bytes, start, end, offset, container }) {
      const unit = Buffer.from(bytes.subarray(start, end)).toString('latin1');
      expect(text.slice(offset, offset + unit.length)).toBe(unit);
      found.push(container === '' ? unit : `${container}>${unit}`);
    },
    skip: ({ reason }) => found.push(`!${reason}`),
  });
  writeInChunks(cutter, Buffer.from(text, 'latin1'), chunkSize);
  cutter.end();
  return found;
}

describe('UnitCutter', () => {
  it.each<[what: string, text: string, units: string[]]>([
    ['an empty object of bytes', '', []],
    ['white space', ' \r\n\t', []],
    ['one value', ' {"a":1} ', ['{"a":1}']],
    ['lines', '{"a":1}\n{"a":2}\r\n\n{"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}']],
    ['values that touch', '{"a":1}{"a":2}', ['{"a":1}', '{"a":2}']],
    ['an array', '[{"a":1}, {"b":[2]},3,"x"]', ['[]>{"a":1}', '[]>{"b":[2]}', '[]>3', '[]>"x"']],
    ['arrays in an array', '[[{"a":1}]]', ['[]>[{"a":1}]']],
    ['a container', '{"Records":[{"a":1},{"b":{"c":2}}]}', ['Records>{"a":1}', 'Records>{"b":{"c":2}}']],
    ['a container among members', '{"x":{"Records":[1]},"Records":[{}],"y":[{"a":1}]}', ['Records>{}']],
    [
      'two containers',
      '{"Records":[{"a":1}],"logEvents":[{"b":1}]}',
      ['Records>{"a":1}', 'logEvents>{"b":1}'],
    ],
    ['two objects with containers', '{"Records":[1]}\n{"Records":[2]}', ['Records>1', 'Records>2']],
    ['an empty container', '{"Records":[]}', []],
    ['a container that is no array', '{"Records":null}', ['{"Records":null}']],
    ['an array that is a deeper value', '{"Records":{"x":[1]}}', ['{"Records":{"x":[1]}}']],
    ['an array after a member that is no container', '{"Records":1,"x":[1]}', ['{"Records":1,"x":[1]}']],
    [
      'a container member of a record',
      '{"eventVersion":1,"Records":[1]}',
      ['{"eventVersion":1,"Records":[1]}'],
    ],
    ['an escaped name', '{"R\\u0065cords":[1]}', ['{"R\\u0065cords":[1]}']],
    ['brackets in strings', '{"Records":[{"a":"}]\\"{"}]}', ['Records>{"a":"}]\\"{"}']],
    ['words and numbers', 'null\n12 34\n', ['null', '12 34']],
    ['text', 'hello, [world]\n{"a":1}', ['hello, [world]', '{"a":1}']],
    ['a byte order mark', '\xef\xbb\xbf{"a":1}', ['{"a":1}']],
    ['missing commas', '[{"a":1} {"a":2}]', ['[]>{"a":1}', '[]>{"a":2}']],
    [
      'trailing and doubled commas',
      '{"Records":[{"a":1},,{"a":2},]}',
      ['Records>{"a":1}', 'Records>{"a":2}'],
    ],
    ['brackets that close too much', '{"a":1}}]\n{"a":2}', ['{"a":1}', '{"a":2}']],
    ['a damaged element', '{"Records":[{"a":1}},{"a":2}]}', ['Records>{"a":1}', '{"a":2}']],
    ['an object cut in a record', '{"Records":[{"a":1},{"a":', ['Records>{"a":1}', '!truncated']],
    ['an object cut in a string', '{"Records":[{"a":"x', ['!truncated']],
    ['an object cut between records', '{"Records":[{"a":1}', ['Records>{"a":1}', '!truncated']],
    ['an object cut after its container', '{"Records":[{"a":1}]', ['Records>{"a":1}', '!truncated']],
    [
      'a line that breaks off after a word',
      '{"a":tru\n{"a":2}\n{"a":3}',
      ['!not-json', '{"a":2}', '{"a":3}'],
    ],
    ['a line that breaks off after a comma', '{"a":1,\n{"a":2}', ['!not-json', '{"a":2}']],
    ['a line that breaks off in a string', '{"a":"x\n{"a":2}', ['!not-json', '{"a":2}']],
    ['lines that only look broken', '{"a":\n{"b":[1,\n{},\n"\n{ "]}}', ['{"a":\n{"b":[1,\n{},\n"\n{ "]}}']],
    ['a lost line in a container', '{"Records":[\n{"a":1,"b\n{"a":2}\n]}', ['!not-json', 'Records>{"a":2}']],
  ])('cuts %s', (_what, text, units) => {
    expect(cut(text)).toEqual(units);
    for (const size of [1, 2, 3, 7]) expect(cut(text, size)).toEqual(units);
  });

  it('skips units that are too large and keeps the others', () => {
    const large = `{"a":"${'x'.repeat(40)}"}`;
    for (const size of [1, 10, Infinity]) {
      expect(cut(`{"n":1}\n${large}\n{"n":2}`, size, 20)).toEqual(['{"n":1}', '!too-large', '{"n":2}']);
      expect(cut(`{"Records":[${large},{"n":2}]}`, size, 20)).toEqual(['!too-large', 'Records>{"n":2}']);
      expect(cut(`{"x":${large},"Records":[{"n":2}]}`, size, 20)).toEqual(['Records>{"n":2}']);
    }
  });

  it('gives the same for any chunking of any bytes', () => {
    const part = fc.constantFrom(
      ...'{}[]",:\n \\a1',
      '{"Records":[',
      '\n{"',
      '"logEvents"',
      '"eventVersion":',
      '{"a":1}',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (parts, size) => {
        expect(cut(parts.join(''), size)).toEqual(cut(parts.join('')));
      }),
    );
  });

  it('finds every element of a JSON document, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.boolean(), (values, isContainer) => {
        const text = Buffer.from(
          JSON.stringify(isContainer ? { a: 1, Records: values, b: [values] } : values),
        ).toString('latin1');
        const prefix = isContainer ? 'Records>' : '[]>';
        const units = values.map((value) => prefix + Buffer.from(JSON.stringify(value)).toString('latin1'));
        expect(cut(text, 16, 1e6)).toEqual(units);
      }),
    );
  });
});
