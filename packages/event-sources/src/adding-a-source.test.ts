// The toy source of docs/guides/adding-an-event-source.md, built by following the guide.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonNode } from '@windhover/json';
import { arrayElements, findMember, findPath } from '@windhover/json';
import { describe, expect, it } from 'vitest';
import { cutText } from './cut-for-test.ts';
import { declareField, declareText, pathOf } from './declare-field.ts';
import { passEnvelope } from './envelope.ts';
import type { Admission, EventSource, RecordContext, UnitFormat } from './event-source.ts';
import { parseRfc3339 } from './event-time.ts';
import { createFieldCatalog } from './field-catalog.ts';
import { parseRecord, readField } from './read-record.ts';
import { readStringOnly, readText } from './read-value.ts';
import { createUnitRecordCutter } from './record-cutter.ts';

const fields = [
  declareText('vault.user', 'auth.display_name', 'Who made the request.'),
  declareText('vault.operation', 'request.operation', '`create`, `read`, `update`, `delete` or `list`.'),
  declareText('vault.path', 'request.path', 'Path that the request is about.'),
  declareText('vault.srcip', 'request.remote_address', 'Address that the request came from.'),
  declareField({
    name: 'vault.policies',
    description: 'Policies of the token.',
    isList: true,
    paths: ['auth.policies'],
    read: ([policies]) =>
      policies?.kind === 'array' ? arrayElements(policies).map((each) => readText(each) ?? '') : undefined,
  }),
];

const admission: Admission = {
  paths: [pathOf('time')],
  admit([time]) {
    const timestampNs = parseRfc3339(readStringOnly(time) ?? '');
    return timestampNs === undefined
      ? { reason: 'no-event-time', detail: 'time is missing or unreadable' }
      : { timestampNs };
  },
};

const units: UnitFormat = {
  classifyMember: () => undefined,
  open(unit, sink) {
    if (isVaultRecord(unit)) sink.record(unit.bytes, unit.start, unit.end);
    else if (!passEnvelope(unit, sink))
      sink.skip({ reason: 'not-a-record', detail: 'no line of a Vault audit log' });
  },
};

function isVaultRecord(unit: JsonNode): boolean {
  return (
    unit.kind === 'object' &&
    findMember(unit, 'request')?.kind === 'object' &&
    findMember(unit, 'type')?.kind === 'string'
  );
}

const vaultAudit: EventSource = {
  name: 'vault_audit',
  aliases: [],
  plugin: { name: 'vaultaudit', version: '0.1.0' },
  description: 'HashiCorp Vault audit log',
  fields: () => fields,
  units,
  admission: () => admission,
  identity: { paths: [pathOf('request.id')], read: ([id]) => readStringOnly(id) },
  recognise: (unit) => (isVaultRecord(unit) ? { form: 'record', confidence: 0.9 } : undefined),
  createCutter: (options) => createUnitRecordCutter(vaultAudit, options),
};

const guide = readFileSync(
  join(import.meta.dirname, '../../../docs/guides/adding-an-event-source.md'),
  'utf8',
);
const line = /```text\n(.*)\n```/.exec(guide)?.[1] ?? '';

describe('a source added by the guide', () => {
  it('is the code that the guide shows', () => {
    const here = readFileSync(import.meta.filename, 'utf8').replaceAll(/\s+/g, ' ');
    const blocks = [...guide.matchAll(/```ts\n\/\/.*\n([^]*?)```/g)].map(([, code = '']) =>
      code.replaceAll(/\s+/g, ' ').trim(),
    );
    expect(blocks).toHaveLength(4);
    for (const block of blocks) expect(here).toContain(block);
  });

  it('cuts its log, on its own and in envelopes', () => {
    const message = JSON.stringify({ Type: 'Notification', Message: line });
    expect(cutText(vaultAudit.createCutter, `${line}\n${message}\n{"x":1}\n`)).toEqual({
      records: [line, line],
      sources: ['vault_audit', 'vault_audit'],
      skips: ['not-a-record'],
    });
  });

  it('reads its fields and those of every source', () => {
    const bytes = Buffer.from(line);
    const record = {
      bytes,
      start: 0,
      end: bytes.length,
      timestampNs: parseRfc3339('2024-05-01T10:00:00.5Z') ?? 0n,
      sourceName: 'vault_audit',
    };
    const root = parseRecord(record) as JsonNode;
    const context: RecordContext = {
      record,
      sourceName: 'vault_audit',
      pluginName: 'vaultaudit',
      number: 1n,
      firstTimestampNs: record.timestampNs,
      hostname: 'host',
      timeZone: 'UTC',
      root,
      state: undefined,
    };
    const catalog = createFieldCatalog(vaultAudit, 'fixed');
    const names = [
      'vault.user',
      'vault.operation',
      'vault.path',
      'vault.srcip',
      'vault.policies',
      'evt.time',
      'evt.plugininfo',
    ];
    expect(names.map((name) => readField(catalog.find(name) ?? (fields[0] as never), context))).toEqual([
      'alice',
      'delete',
      'secret/data/prod',
      '192.0.2.7',
      ['admin'],
      '10:00:00.500000000',
      `datalen=${bytes.length} data=${line.slice(0, 50)}...`,
    ]);
    expect(admission.admit([findPath(root, ['time'])], 0n)).toEqual({ timestampNs: record.timestampNs });
    expect(vaultAudit.identity.read([findPath(root, ['request', 'id'])])).toBe('r-1');
    expect(vaultAudit.recognise(root)).toEqual({ form: 'record', confidence: 0.9 });
  });
});
