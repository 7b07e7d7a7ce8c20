import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProjection, type ProjectionForm } from './create-projection.ts';
import { UNKNOWN } from './value-table.ts';

const paths = [['a'], ['b']];
const groups = [[0], [0, 1], []];

describe.each<ProjectionForm>(['bytes', 'wasm'])('tables of values, form %s', (form) => {
  const create = () => createProjection(paths, { groups, form });
  const scan = (projection: ReturnType<typeof create>, text: string): void => {
    const bytes = Buffer.from(text);
    projection.load(bytes);
    expect(projection.scan(0, bytes.length)).toBe(true);
  };

  it.each<[what: string, first: string, second: string, isSameA: boolean, isSameBoth: boolean]>([
    ['the same values', '{"a":"x","b":1}', '{"b":1, "c":2, "a":"x"}', true, true],
    ['another value beside', '{"a":"x","b":1}', '{"a":"x","b":2}', true, false],
    ['another kind', '{"a":"1"}', '{"a":1}', false, false],
    ['a string and what it is written as', '{"a":"\\u0078"}', '{"a":"x"}', false, false],
    ['nothing and null', '{}', '{"a":null}', false, false],
    ['nothing twice', '{}', '{"c":1}', true, true],
    ['bytes that move from one value to the next', '{"a":12,"b":3}', '{"a":1,"b":23}', false, false],
    ['values of more than a block', `{"a":"${'x'.repeat(40)}1"}`, `{"a":"${'x'.repeat(40)}2"}`, false, false],
  ])('tell apart: %s', (_, first, second, isSameA, isSameBoth) => {
    const projection = create();
    scan(projection, first);
    for (const table of projection.tables) {
      expect(table.find()).toBe(UNKNOWN);
      table.add(7);
      expect(table.find()).toBe(7);
    }
    scan(projection, second);
    expect(projection.tables.map((table) => table.find() === 7)).toEqual([isSameA, isSameBoth, true]);
  });

  it('forget when they are cleared', () => {
    const projection = create();
    scan(projection, '{"a":1}');
    const [table] = projection.tables;
    table!.find();
    table!.add(1);
    table!.clear();
    expect(table!.find()).toBe(UNKNOWN);
  });

  it('never keep long values', () => {
    const projection = create();
    scan(projection, `{"a":"${'x'.repeat(5000)}"}`);
    const [table] = projection.tables;
    expect(table!.find()).toBe(UNKNOWN);
    table!.add(1);
    expect(table!.find()).toBe(UNKNOWN);
  });

  it('remember rightly or not at all, however many values come', () => {
    const projection = create();
    const known = new Map<string, number>();
    const value = fc.oneof(
      fc.integer({ min: 0, max: 200_000 }).map(String),
      fc.string({ maxLength: 40 }).map((text) => JSON.stringify(text)),
      fc.integer({ min: 0, max: 900 }).map((length) => `"${'y'.repeat(length)}"`),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 200, maxLength: 400 }), (values) => {
        for (const text of values) {
          scan(projection, `{"a":${text}}`);
          const [table] = projection.tables;
          const number = known.get(text) ?? known.size;
          known.set(text, number);
          const found = table!.find();
          if (found === UNKNOWN) table!.add(number);
          else if (found !== number) throw new Error(`${text}: ${found}, not ${number}`);
        }
      }),
      { numRuns: 100 },
    );
    expect(known.size).toBeGreaterThan(5000);
  });
});
