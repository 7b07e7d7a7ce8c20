// Every file of the corpus of real events is recognised, cut into as many records as its README says, and read.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RecordContext, SourceRecord } from '@windhover/event-sources';
import {
  createFieldCatalog,
  createRecognisingCutter,
  findEventSource,
  parseRecord,
  readField,
  recogniseSource,
} from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';

const corpus = join(import.meta.dirname, '../../../shared/corpus');
const sourceNames: Readonly<Record<string, string>> = {
  aws: 'aws_cloudtrail',
  gcp: 'gcp_auditlog',
  azure: 'azure_platformlogs',
  k8s: 'k8s_audit',
  okta: 'okta',
};

interface CorpusFile {
  readonly file: string;
  readonly source: string;
  readonly events: number;
}

/** Rows of the README's table of event files. */
function listFiles(): CorpusFile[] {
  if (!existsSync(corpus)) return [];
  return readFileSync(join(corpus, 'README.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .flatMap(([, file = '', ...cells]) => {
      const source = sourceNames[file.split('/')[0] ?? ''];
      const events = cells.find((cell) => /^\d+$/.test(cell));
      return source && file.includes('/') && events ? [{ file, source, events: Number(events) }] : [];
    });
}

/** What is no event by the rules of its source, and why. */
const knownSkips: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // Placeholders (`...`) in place of times, and one Insight.
  'aws/streamalert.json.gz': { 'bad-event-time': 11, insight: 1 },
};

const files = listFiles();

describe.skipIf(files.length === 0)('corpus', () => {
  it.each(files)('$file', ({ file, source: name, events }) => {
    const bytes = gunzipSync(readFileSync(join(corpus, file)));
    const source = findEventSource(name);
    expect(recogniseSource(bytes.subarray(0, 65_536))?.source.name).toBe(name);

    let records = 0;
    const skips: Record<string, number> = {};
    const fields = source
      ? createFieldCatalog(source, 'fixed')
          .all()
          .filter((field) => !field.argument?.required)
      : [];
    const cutter = createRecognisingCutter({
      compatibility: 'fixed',
      maxRecordBytes: 1 << 20,
      receivedNs: 1n,
      receiver: {
        skip: ({ reason }) => (skips[reason] = (skips[reason] ?? 0) + 1),
        record(record) {
          records++;
          expect(record.sourceName).toBe(name);
          const context = createContext(record, source?.plugin.name ?? '', source?.createState?.());
          for (const field of fields) readField(field, context);
        },
      },
    });
    for (let start = 0; start < bytes.length; start += 4096)
      cutter.write(bytes.subarray(start, start + 4096));
    cutter.end();
    const expected = knownSkips[file] ?? {};
    const skipped = Object.values(expected).reduce((sum, count) => sum + count, 0);
    expect({ records, skips }).toEqual({ records: events - skipped, skips: expected });
  });
});

/** Events inside files of another form. */
const wrapped: readonly { file: string; source: string; events(line: WrappedLine): readonly object[] }[] = [
  { file: 'panther/gcp.jsonl.gz', source: 'gcp_auditlog', events: ({ event }) => (event ? [event] : []) },
  { file: 'panther/k8s.jsonl.gz', source: 'k8s_audit', events: ({ event }) => (event ? [event] : []) },
  { file: 'panther/okta.jsonl.gz', source: 'okta', events: ({ event }) => (event ? [event] : []) },
  { file: 'falco-k8s-audit/traces.jsonl.gz', source: 'k8s_audit', events: ({ events }) => events ?? [] },
];

interface WrappedLine {
  readonly event?: object;
  readonly events?: readonly object[];
}

/** Events so short that nothing tells where they come from: they are read where the source is named. */
const unrecognised: Readonly<Record<string, number>> = {
  // Nothing but `methodName`.
  'panther/gcp.jsonl.gz': 4,
  // Nothing but an `eventType` of one word.
  'panther/okta.jsonl.gz': 1,
};

describe.skipIf(files.length === 0)('events of rule tests', () => {
  it.each(wrapped)('$file', ({ file, source: name, events }) => {
    const source = findEventSource(name);
    const lines = gunzipSync(readFileSync(join(corpus, file)))
      .toString()
      .trimEnd()
      .split('\n');
    const texts = lines
      .flatMap((line) => events(JSON.parse(line) as WrappedLine))
      .map((each) => JSON.stringify(each));
    const unknown = texts.filter((text) => recogniseSource(Buffer.from(text))?.source.name !== name);
    expect(unknown.length).toBe(unrecognised[file] ?? 0);

    let records = 0;
    const skips: string[] = [];
    const fields = createFieldCatalog(source as NonNullable<typeof source>, 'fixed')
      .all()
      .filter((field) => !field.argument?.required);
    const cutter = source?.createCutter({
      compatibility: 'fixed',
      maxRecordBytes: 1 << 20,
      receivedNs: 1n,
      receiver: {
        skip: ({ reason }) => skips.push(reason),
        record(record) {
          records++;
          const context = createContext(record, source.plugin.name, source.createState?.());
          for (const field of fields) readField(field, context);
        },
      },
    });
    cutter?.write(Buffer.from(texts.join('\n')));
    cutter?.end();
    expect({ records, skips }).toEqual({ records: texts.length, skips: [] });
  });
});

function createContext(record: SourceRecord, pluginName: string, state: unknown): RecordContext {
  return {
    record,
    sourceName: record.sourceName,
    pluginName,
    number: 1n,
    firstTimestampNs: record.timestampNs,
    hostname: '',
    timeZone: 'UTC',
    root: parseRecord(record),
    state,
  };
}
