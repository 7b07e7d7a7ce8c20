// The shapes in which Azure's records are found, spec sources-azure.md §1.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { arrayElements, compactText, findMember, findMemberIgnoringCase } from '@windhover/json';
import { bytesOf, passEnvelope } from '../envelope.ts';
import type { UnitFormat, UnitSink } from '../event-source.ts';
import { isAzureRecord } from './admission.ts';

/** Storage and Event Hubs, pages of REST and Graph, results of Log Analytics queries. */
const containers = new Set<ByteString>(['records', 'value', 'tables']);
/** Members that only a record has; arrays that follow them are part of it. */
const recordMembers = new Set<ByteString>([
  'category',
  'operationname',
  'resourceid',
  'activitydisplayname',
  'createddatetime',
]);

export const azureUnits: UnitFormat = {
  classifyMember(name) {
    const lower = name.toLowerCase();
    if (containers.has(lower)) return 'container';
    return recordMembers.has(lower) ? 'record' : undefined;
  },

  open: (unit, sink) => openUnit(unit, sink, 0),
};

/** Batches of batches deeper than this are skipped. */
const MAX_DEPTH = 8;

function openUnit(unit: JsonNode, sink: UnitSink, depth: number): void {
  if (depth > MAX_DEPTH)
    return sink.skip({ reason: 'too-deep', detail: 'too many containers in containers' });
  if (unit.kind === 'array') return openAll(arrayElements(unit), sink, depth);
  if (unit.kind !== 'object') {
    if (!passEnvelope(unit, sink)) sink.skip({ reason: 'not-a-record', detail: `a JSON ${unit.kind}` });
    return;
  }
  const container = findContainer(unit);
  if (container) return openAll(arrayElements(container), sink, depth);
  const table = findTable(unit);
  if (table) return openTable(table, sink);
  const data = findEventData(unit);
  if (data) return openUnit(data, sink, depth + 1);
  if (isAzureRecord(unit)) return sink.record(unit.bytes, unit.start, unit.end);
  if (!passEnvelope(unit, sink))
    sink.skip({ reason: 'not-a-record', detail: 'neither an operation nor a category' });
}

function openAll(units: readonly JsonNode[], sink: UnitSink, depth: number): void {
  for (const unit of units) openUnit(unit, sink, depth + 1);
}

/** A record may have members called like a container of its own. */
export function findContainer(unit: JsonNode): JsonNode | undefined {
  const records = findMemberIgnoringCase(unit, 'records');
  if (records?.kind === 'array') return records;
  if (isAzureRecord(unit)) return undefined;
  return ['value', 'tables'].map((name) => findMember(unit, name)).find((node) => node?.kind === 'array');
}

export interface QueryTable {
  readonly columns: readonly ByteString[];
  readonly rows: readonly JsonNode[];
}

/** A table of a Log Analytics query result: names of columns, and rows that are arrays. */
export function findTable(unit: JsonNode): QueryTable | undefined {
  const columns = findMember(unit, 'columns');
  const rows = findMember(unit, 'rows');
  if (columns?.kind !== 'array' || rows?.kind !== 'array') return undefined;
  const names = arrayElements(columns).map((column) => findMember(column, 'name'));
  return {
    columns: names.map((name) => (name?.kind === 'string' ? compactText(name) : '""')),
    rows: arrayElements(rows),
  };
}

/** Every row becomes an object whose members are called as the columns. */
function openTable({ columns, rows }: QueryTable, sink: UnitSink): void {
  for (const row of rows) {
    const cells = arrayElements(row);
    const members = columns.flatMap((name, index) => {
      const cell = cells[index];
      return cell === undefined ? [] : [`${name}:${compactText(cell)}`];
    });
    const bytes = bytesOf(`{${members.join(',')}}`);
    sink.record(bytes, 0, bytes.length);
  }
}

/** What an Event Grid or CloudEvents envelope carries. */
export function findEventData(unit: JsonNode): JsonNode | undefined {
  const isEnvelope =
    findMember(unit, 'eventType') !== undefined || findMember(unit, 'specversion') !== undefined;
  const data = isEnvelope ? findMember(unit, 'data') : undefined;
  return data?.kind === 'object' || data?.kind === 'array' ? data : undefined;
}
