// The vectors that come with the specification: every field of crafted events, and JSON pointers.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventSource, FieldDeclaration, RecordContext } from '@windhover/event-sources';
import { createFieldCatalog, findEventSource, parseRecord, readField } from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';
import { printValue, resolveField } from './check-fields.ts';

interface Vectors {
  readonly field_vectors: readonly {
    source: string;
    event: string;
    fields: Readonly<Record<string, unknown>>;
  }[];
  readonly json_value: readonly { payload: string; pointer: string; value: string | null }[];
  readonly json_obj: readonly { payload: string; obj: string | null }[];
}

const file = join(import.meta.dirname, '../../../shared/spec/sources-vectors.json');
const vectors: Vectors = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors)
  : { field_vectors: [], json_value: [], json_obj: [] };

function createContext(source: EventSource, payload: string): RecordContext {
  const bytes = Buffer.from(payload);
  const record = { bytes, start: 0, end: bytes.length, timestampNs: 0n, sourceName: source.name };
  return {
    record,
    sourceName: source.name,
    pluginName: source.plugin.name,
    number: 1n,
    firstTimestampNs: 0n,
    hostname: '',
    timeZone: 'UTC',
    root: parseRecord(record),
    state: source.createState?.(),
  };
}

/** Values as the vectors write them: integers as text. */
function readAsVector(field: FieldDeclaration, context: RecordContext, argument?: string): unknown {
  const { argument: resolved } = resolveField(
    argument === undefined ? field.name : `${field.name}[${argument}]`,
    () => field,
  );
  const value = printValue(readField(field, context, resolved));
  return typeof value === 'bigint' ? String(value) : value;
}

function findSource(name: string): EventSource {
  const source = findEventSource(name);
  if (!source) throw new Error(`no source ${name}`);
  return source;
}

describe.skipIf(!existsSync(file))('vectors', () => {
  const cases = vectors.field_vectors.map((vector, index) => ({ ...vector, index }));

  it.each(cases)('fields of $source event $index', ({ source: name, event, fields }) => {
    const source = findSource(name);
    const context = createContext(source, event);
    const got: Record<string, unknown> = {};
    for (const field of source.fields('strict')) {
      if (field.argument?.required === true || field.name.startsWith('aws.')) continue;
      const value = readAsVector(field, context);
      if (value !== undefined) got[field.name] = value;
    }
    const plain = Object.entries(fields).filter(([text]) => !text.includes('['));
    expect(got).toEqual(Object.fromEntries(plain));
    for (const [text, value] of Object.entries(fields)) {
      const [, fieldName = '', argument = ''] = /^(.*)\[(.*)\]$/s.exec(text) ?? [];
      const field = source.fields('strict').find((each) => each.name === fieldName);
      if (field) expect(readAsVector(field, context, argument), text).toEqual(value);
    }
  });

  it.each(vectors.json_value)('json.value[$pointer]', ({ payload, pointer, value }) => {
    const source = findSource('aws_cloudtrail');
    const field = createFieldCatalog(source, 'strict').find('json.value') as FieldDeclaration;
    expect(readAsVector(field, createContext(source, payload), pointer)).toBe(value ?? undefined);
  });

  it.each(vectors.json_obj)('json.obj of $payload', ({ payload, obj }) => {
    const source = findSource('aws_cloudtrail');
    const field = createFieldCatalog(source, 'strict').find('json.obj') as FieldDeclaration;
    expect(readAsVector(field, createContext(source, payload))).toBe(obj ?? undefined);
  });
});
