// `fields.jsonl.gz`: the value of every field of every event.
import { createHash } from 'node:crypto';
import { encodeByteString } from '@windhover/bytes';
import { decodeOutputText } from '@windhover/engine';
import {
  createFieldCatalog,
  createOktaSource,
  parseRecord,
  readJsonFieldValue,
  type EventSource,
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
  return runFieldsFile(folder, family, 'fields.jsonl', (name) =>
    name === 'okta' ? createOktaSource({ organization: 'acme' }) : requireSource(name),
  );
}

/** The counters of Okta with a cache of three events a user; events without counters are left out. */
export function runCounters(folder: string, family: string): FamilyResult | undefined {
  return runFieldsFile(folder, family, 'counters-usermax3.jsonl', () =>
    createOktaSource({ organization: 'acme', maxEventsPerUser: 3 }),
  );
}

function runFieldsFile(
  folder: string,
  family: string,
  fileName: string,
  sourceOf: (name: string) => EventSource,
): FamilyResult | undefined {
  const [header, ...lines] = readGoldenLines<Header & Line>(folder, fileName) ?? [];
  const events = readEventLines(folder, 'events.txt');
  if (header === undefined || events === undefined) return undefined;
  const result = createFamilyResult(family);
  const source = sourceOf(header.source);
  const catalog = createFieldCatalog(source, 'strict');
  const fields = header.fields.map((text) => ({ text, ...resolve(text, catalog.find) }));
  const expected = new Map(lines.map((line) => [line.i, line.f]));
  const noVerdict = new Set([
    ...(header.crashed ?? []),
    ...(header.extractCrashed ?? []),
    ...Object.keys(header.rejected ?? {}).map(Number),
  ]);
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
    if (fileName !== 'fields.jsonl' && values === undefined) continue;
    if ((record === undefined) !== (values === undefined)) {
      recordCase(
        result,
        false,
        `event ${index}`,
        values === undefined ? 'skipped' : 'emitted',
        record === undefined ? 'skipped' : 'emitted',
      );
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
    const read = fields.map(({ text, declaration, argument }) => {
      const value = declaration && toPlain(readJsonFieldValue(declaration, context, argument));
      const shown =
        hashed.has(text) && typeof value === 'string' ? createHash('md5').update(value).digest('hex') : value;
      return { text, shown, expected: values[text], isSame: isSameValue(shown, values[text]) };
    });
    const hasArtefact = read.some(
      ({ text, shown, expected: wanted, isSame }) => !isSame && isReadingOrder(text, shown, wanted),
    );
    for (const { text, shown, expected: wanted, isSame } of read) {
      const isArtefact =
        !isSame &&
        hasArtefact &&
        (isReadingOrder(text, shown, wanted) || (hashed.has(text) && isJsonText(text)));
      if (isArtefact) recordSkip(result, 'the escapes in the text depend on what Falco had read before');
      else recordCase(result, isSame, `event ${index} ${text}`, wanted, shown);
    }
  }
  return result;
}

/**
 * Falco's parser rewrites escapes in place when a look-up reads them, so the text of a whole object depends on what was
 * read of it before. The specification calls it unspecified (sources-aws.md §1.1); the value is the same JSON.
 */
function isReadingOrder(field: string, shown: unknown, expected: unknown): boolean {
  if (
    !isJsonText(field) ||
    typeof shown !== 'string' ||
    typeof expected !== 'string' ||
    !/^[{[]/.test(expected)
  )
    return false;
  try {
    return JSON.stringify(JSON.parse(shown)) === JSON.stringify(JSON.parse(expected));
  } catch {
    return false;
  }
}

function isJsonText(field: string): boolean {
  return /^(?:json|jevt)\.value\[/.test(field);
}

function resolve(
  text: string,
  find: (name: string) => FieldDeclaration | undefined,
): { declaration: FieldDeclaration | undefined; argument?: FieldArgument } {
  const parts = /^([^[]+)\[([^]*)\]$/.exec(text);
  if (parts === null) return { declaration: find(text) };
  const inner = encodeByteString(parts[2]!.replace(/^"([^]*)"$/, '$1'));
  const isIndex = /^(?:0|[1-9][0-9]*)$/.test(inner);
  return {
    declaration: find(parts[1]!),
    argument: { text: inner, ...(isIndex ? { index: BigInt(inner) } : {}) },
  };
}

function toPlain(value: FieldValue | undefined): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  return typeof value === 'string' ? decodeOutputText(value) : value;
}
