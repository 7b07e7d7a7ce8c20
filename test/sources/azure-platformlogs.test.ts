// The events of a public set of detection tests are taken, told apart by form, and read.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SourceRecord } from '@windhover/event-sources';
import { createFieldCatalog, findEventSource, parseRecord, readField } from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';

const source = findEventSource('azure_platformlogs');
if (!source) throw new Error('azure_platformlogs is not registered');

const folder = join(import.meta.dirname, '../../../shared/corpus/panther');
const fields = createFieldCatalog(source, 'fixed').all();

function readEvents(file: string): string {
  const lines = gunzipSync(readFileSync(join(folder, file)))
    .toString()
    .trim()
    .split('\n');
  return lines.map((line) => JSON.stringify((JSON.parse(line) as { event: object }).event)).join('\n');
}

/** The form of a record, after reading every field that needs no argument. */
function readForm(record: SourceRecord): unknown {
  const context = {
    record,
    sourceName: record.sourceName,
    pluginName: 'azure',
    number: 1n,
    firstTimestampNs: 0n,
    hostname: '',
    timeZone: 'UTC',
    root: parseRecord(record),
    state: undefined,
  };
  const values = fields
    .filter((field) => !field.argument?.required)
    .map((field) => [field.name, readField(field, context)] as const);
  expect(new Map(values).get('azure.operation') ?? new Map(values).get('azure.category')).toBeDefined();
  return new Map(values).get('azure.form');
}

describe.skipIf(!existsSync(folder))('events of detection tests', () => {
  it.each<[file: string, forms: Readonly<Record<string, number>>]>([
    ['azure-activity.jsonl.gz', { activity: 119, activity_rest: 1, resource: 35 }],
    ['azure-entra.jsonl.gz', { entra_audit: 13, entra_signin: 17 }],
  ])('%s', (file, forms) => {
    const found: Record<string, number> = {};
    const cutter = source.createCutter({
      compatibility: 'fixed',
      maxRecordBytes: 1 << 20,
      receivedNs: 0n,
      receiver: {
        skip: ({ reason }) => (found[reason] = (found[reason] ?? 0) + 1),
        record(record) {
          expect(record.timestampNs === 0n).toBe(!/"(?:time|createdDateTime)"/.test(textOf(record)));
          const form = String(readForm(record));
          found[form] = (found[form] ?? 0) + 1;
        },
      },
    });
    cutter.write(Buffer.from(readEvents(file)));
    cutter.end();
    expect(found).toEqual(forms);
  });
});

function textOf({ bytes, start, end }: SourceRecord): string {
  return Buffer.from(bytes.subarray(start, end)).toString();
}
