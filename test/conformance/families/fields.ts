// `fields.jsonl.gz`: the value of every field of every event.
import { createHash } from 'node:crypto';
import { encodeByteString } from '@windhover/bytes';
import { decodeOutputText } from '@windhover/engine';
import {
  createFieldCatalog,
  parseRecord,
  readJsonFieldValue,
  type FieldArgument,
  type FieldDeclaration,
  type FieldValue,
  type RecordContext,
} from '@windhover/event-sources';
import { isSameValue } from '../json-exact.ts';
import { readEventLines, readGoldenLines } from '../read-golden.ts';
import { createFamilyResult, recordCase, recordSkip, type FamilyResult } from '../report.ts';
import { cutEvent, requireSource } from '../subject.ts';

interface Header {
  readonly source: string;
  readonly skipped: readonly number[];
  readonly crashed?: readonly number[];
  readonly extractCrashed?: readonly number[];
  readonly rejected?: Readonly<Record<string, string>>;
  readonly fields: readonly string[];
  readonly md5?: readonly string[];
}

interface Line {
  readonly i: number;
  readonly f: Readonly<Record<string, unknown>>;
}

export function runFields(folder: string, family: string): FamilyResult | undefined {
  const [header, ...lines] = readGoldenLines<Header & Line>(folder, 'fields.jsonl') ?? [];
  const events = readEventLines(folder, 'events.txt');
  if (header === undefined || events === undefined) return undefined;
  const result = createFamilyResult(family);
  const source = requireSource(header.source);
  const catalog = createFieldCatalog(source, 'strict');
  const fields = header.fields.map((text) => ({ text, ...resolve(text, catalog.find) }));
  const expected = new Map(lines.map((line) => [line.i, line.f]));
  const noVerdict = new Set([...(header.crashed ?? []), ...(header.extractCrashed ?? []), ...Object.keys(header.rejected ?? {}).map(Number)]);
  const hashed = new Set(header.md5);
  const state = source.createState?.();
  let number = 0n;
  let firstTimestampNs: bigint | undefined;
  for (const [index, event] of events.entries()) {
    const [record] = cutEvent(header.source, event);
    if (noVerdict.has(index)) {
      recordSkip(result, 'the oracle crashed or rejected the line');
      continue;
    }
    const values = expected.get(index);
    if ((record === undefined) !== (values === undefined)) {
      recordCase(result, false, `event ${index}`, values === undefined ? 'skipped' : 'emitted', record === undefined ? 'skipped' : 'emitted');
      continue;
    }
    if (record === undefined || values === undefined) {
      recordCase(result, true, `event ${index}`, 'skipped', 'skipped');
      continue;
    }
    number += 1n;
    firstTimestampNs ??= record.timestampNs;
    const context: RecordContext = {
      record,
      sourceName: source.name,
      pluginName: source.plugin.name,
      number,
      firstTimestampNs,
      hostname: 'HOST',
      timeZone: 'UTC',
      root: parseRecord(record),
      state,
    };
    for (const { text, declaration, argument } of fields) {
      const value = declaration && toPlain(readJsonFieldValue(declaration, context, argument));
      const shown = hashed.has(text) && typeof value === 'string' ? createHash('md5').update(value).digest('hex') : value;
      recordCase(result, isSameValue(shown, values[text]), `event ${index} ${text}`, values[text], shown);
    }
  }
  return result;
}

function resolve(
  text: string,
  find: (name: string) => FieldDeclaration | undefined,
): { declaration: FieldDeclaration | undefined; argument?: FieldArgument } {
  const parts = /^([^[]+)\[([^]*)\]$/.exec(text);
  if (parts === null) return { declaration: find(text) };
  const inner = encodeByteString(parts[2]!.replace(/^"([^]*)"$/, '$1'));
  const isIndex = /^(?:0|[1-9][0-9]*)$/.test(inner);
  return { declaration: find(parts[1]!), argument: { text: inner, ...(isIndex ? { index: BigInt(inner) } : {}) } };
}

function toPlain(value: FieldValue | undefined): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  return typeof value === 'string' ? decodeOutputText(value) : value;
}
