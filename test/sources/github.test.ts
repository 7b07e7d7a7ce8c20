import { existsSync } from 'node:fs';
import type { RecordContext, SourceRecord } from '@windhover/event-sources';
import {
  createFieldCatalog,
  findEventSource,
  parseRecord,
  readJsonFieldValue,
} from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';
import { isSameValue, printExact } from '../conformance/json-exact.ts';
import { readEventLines, readGoldenLines } from '../conformance/read-golden.ts';
import { goldenFolder, printValue, resolveField } from './check-fields.ts';

const source = findEventSource('github');
if (!source) throw new Error('github is not registered');

/** The payload that the source makes of a recorded webhook, if any. */
function assemble(line: Uint8Array): SourceRecord | undefined {
  let found: SourceRecord | undefined;
  const cutter = source!.createCutter({
    compatibility: 'strict',
    maxRecordBytes: 1 << 20,
    receivedNs: 0n,
    receiver: {
      skip: () => undefined,
      record(record) {
        const bytes = record.bytes.slice(record.start, record.end);
        found = { ...record, bytes, start: 0, end: bytes.length };
      },
    },
  });
  cutter.write(line);
  cutter.end();
  return found;
}

function contextOf(record: SourceRecord, number: bigint): RecordContext {
  return {
    record,
    sourceName: 'github',
    pluginName: 'github',
    number,
    firstTimestampNs: 0n,
    hostname: '',
    timeZone: 'UTC',
    root: parseRecord(record),
    state: undefined,
  };
}

interface Header {
  readonly fields: readonly string[];
}
interface Line {
  readonly i: number;
  readonly f: Readonly<Record<string, unknown>>;
}

const folder = goldenFolder('github-crafted');

describe.skipIf(!existsSync(folder))('golden fields of github-crafted', () => {
  it('are those of Falco, and nothing comes of webhooks that it cannot take', () => {
    const [header, ...lines] = readGoldenLines<Header | Line>(folder, 'fields.jsonl') as [Header, ...Line[]];
    const expected = new Map(lines.map((line) => [line.i, line.f]));
    const catalog = createFieldCatalog(source, 'strict');
    const fields = header.fields.map((text) => resolveField(text, (name) => catalog.find(name)));
    const mismatches: string[] = [];
    let number = 0n;
    let compared = 0;

    (readEventLines(folder, 'events.txt') ?? []).forEach((line, index) => {
      const record = assemble(line);
      const values = expected.get(index);
      if (!record || !values) {
        if (!!record !== !!values) mismatches.push(`${index}: expected ${values ? 'an event' : 'none'}`);
        return;
      }
      const context = contextOf(record, ++number);
      for (const { text, declaration, argument } of fields) {
        compared++;
        const value = printValue(readJsonFieldValue(declaration, context, argument));
        if (!isSameValue(value, values[text])) {
          mismatches.push(`${index} ${text}: expected ${printExact(values[text])} got ${printExact(value)}`);
        }
      }
    });

    expect(mismatches.slice(0, 20)).toEqual([]);
    expect(compared).toBe(lines.length * fields.length);
  });
});
