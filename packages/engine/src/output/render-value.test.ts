import type { FieldDeclaration, FieldType, FieldValue, RecordContext } from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';
import { renderValue, toOutputValue } from './render-value.ts';

describe('renderValue', () => {
  it.each<[FieldValue | undefined, FieldType, string]>([
    [undefined, 'string', '<NA>'],
    ['caf\xc3\xa9', 'string', 'caf\xc3\xa9'],
    ['', 'string', ''],
    [18446744073709551615n, 'uint64', '18446744073709551615'],
    [true, 'bool', 'true'],
    [Uint8Array.of(10, 0, 0, 1), 'ipaddr', '10.0.0.1'],
    [Uint8Array.of(10, 0, 0, 1), 'ipnet', '<IPNET>'],
    [['a', 'b c'], 'string', '(a,b c)'],
    [['', 'x'], 'string', '(x)'],
    [['', '', ''], 'string', '()'],
    [['x', ''], 'string', '(x,)'],
    [[], 'string', '()'],
    [[1n, 2n], 'uint64', '(1,2)'],
  ])('writes %s of type %s as %s', (value, type, text) => {
    expect(renderValue(value, type)).toBe(text);
  });

  it('cuts lists after 1023 bytes', () => {
    expect(
      renderValue(
        Array.from({ length: 600 }, () => 'x'),
        'string',
      ),
    ).toBe(`(${'x,'.repeat(511)}`);
  });

  it('lets a field render its own values', () => {
    expect(renderValue(5n, 'abstime', (value) => `<${String(value)}>`)).toBe('<5>');
  });
});

describe('toOutputValue', () => {
  const context = { number: 7n } as RecordContext;
  const field = (type: FieldType, rest: Partial<FieldDeclaration> = {}): FieldDeclaration => ({
    name: 'f',
    type,
    isList: false,
    description: '',
    paths: () => [],
    read: () => undefined,
    ...rest,
  });

  it('keeps numbers, bools, strings and lists', () => {
    expect(toOutputValue(5n, field('uint64'), context)).toBe(5n);
    expect(toOutputValue(['', 'x'], field('string', { isList: true }), context)).toEqual(['', 'x']);
    expect(toOutputValue(undefined, field('string'), context)).toBeUndefined();
  });

  it('writes addresses as text', () => {
    expect(toOutputValue(Uint8Array.of(1, 2, 3, 4), field('ipaddr'), context)).toBe('1.2.3.4');
    expect(toOutputValue(Uint8Array.of(1, 2, 3, 4), field('ipnet'), context)).toBe('<IPNET>');
  });

  it('asks the field for the value that stands in JSON', () => {
    const time = field('string', { jsonValue: (_value, { number }) => number });
    expect(toOutputValue('22:13:20', time, context)).toBe(7n);
  });
});
