import { describe, expect, it } from 'vitest';
import type { RecordContext } from './event-source.ts';
import type { ScalarValue } from './field.ts';
import { createGenericFields } from './generic-fields.ts';
import { readField, readJsonFieldValue } from './read-record.ts';

const payload = Buffer.from('{"a":1}');
const context: RecordContext = {
  record: {
    bytes: payload,
    start: 0,
    end: payload.length,
    timestampNs: 1714557600000000789n,
    sourceName: 'toy',
  },
  sourceName: 'toy',
  pluginName: 'toyplugin',
  number: 7n,
  firstTimestampNs: 1714557601000000000n,
  hostname: 'host',
  timeZone: 'Europe/Berlin',
  root: undefined,
  state: undefined,
};
const fields = new Map(createGenericFields(undefined).map((field) => [field.name, field]));

describe('generic fields', () => {
  it.each<[name: string, value: unknown, text: string, json: unknown]>([
    ['evt.num', 7n, '7', 7n],
    ['evt.time', '12:00:00.000000789', '12:00:00.000000789', 1714557600000000789n],
    ['evt.time.s', '12:00:00', '12:00:00', 1714557600000000789n],
    [
      'evt.time.iso8601',
      '2024-05-01T10:00:00.000000789+0000',
      '2024-05-01T10:00:00.000000789+0000',
      1714557600000000789n,
    ],
    ['evt.datetime', '2024-05-01 12:00:00.000000789', '2024-05-01 12:00:00.000000789', 1714557600000000789n],
    ['evt.datetime.s', '2024-05-01 12:00:00', '2024-05-01 12:00:00', 1714557600000000789n],
    ['evt.rawtime', 1714557600000000789n, '1714557600000000789', 1714557600000000789n],
    ['evt.rawtime.s', 1714557600n, '1714557600', 1714557600n],
    ['evt.rawtime.ns', 789n, '000000789', 789n],
    ['evt.reltime', 2n ** 64n - 999999211n, '18446744072709552405', -999999211n],
    ['evt.reltime.s', 18446744072n, '18446744072', 18446744072n],
    ['evt.reltime.ns', 709552405n, '709552405', 709552405n],
    ['evt.pluginname', 'toyplugin', 'toyplugin', 'toyplugin'],
    ['evt.plugininfo', 'datalen=7 data={"a":1}', 'datalen=7 data={"a":1}', 'datalen=7 data={"a":1}'],
    ['evt.source', 'toy', 'toy', 'toy'],
    ['evt.is_async', false, 'false', false],
    ['evt.asynctype', undefined, 'undefined', undefined],
    ['evt.hostname', 'host', 'host', 'host'],
  ])('%s is %s', (name, value, text, json) => {
    const field = fields.get(name);
    if (!field) throw new Error(`no field ${name}`);
    const read = readField(field, context);
    expect(read).toBe(value);
    expect(field.text?.(read as ScalarValue) ?? String(read)).toBe(text);
    expect(readJsonFieldValue(field, context)).toBe(json);
  });

  it('are all there are', () => expect(fields.size).toBe(18));

  it('summarise payloads that no source does', () => {
    const summary = (bytes: Uint8Array): unknown => {
      const record = { ...context.record, bytes, end: bytes.length };
      return readField(fields.get('evt.plugininfo') as never, { ...context, record });
    };
    expect(summary(Buffer.alloc(50, 'x'))).toBe(`datalen=50 data=${'x'.repeat(50)}`);
    expect(summary(Buffer.alloc(51, 'x'))).toBe(`datalen=51 data=${'x'.repeat(50)}...`);
    expect(summary(Buffer.from('a\nb'))).toBe('datalen=3 data=<binary>');
    expect(summary(Buffer.alloc(60))).toBe('datalen=60 data=<binary>...');
  });
});
