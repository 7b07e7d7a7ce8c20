// Compares the fields of an event source with a golden folder, whose README explains the format.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { decodeByteString, encodeByteString } from '@windhover/bytes';
import type {
  EventSource,
  FieldArgument,
  FieldDeclaration,
  FieldValue,
  RecordContext,
  SourceRecord,
} from '@windhover/event-sources';
import { admitRecord, createFieldCatalog, parseRecord, readJsonFieldValue } from '@windhover/event-sources';
import { isSameValue, printExact } from '../conformance/json-exact.ts';
import { readEventLines, readGoldenLines } from '../conformance/read-golden.ts';

interface Header {
  readonly skipped: readonly number[];
  readonly crashed?: readonly number[];
  readonly rejected?: Readonly<Record<string, string>>;
  readonly extractCrashed?: readonly number[];
  readonly fields: readonly string[];
  readonly md5?: readonly string[];
}
interface Line {
  readonly i: number;
  readonly f: Readonly<Record<string, unknown>>;
}

export interface FieldComparison {
  passed: number;
  /** `event index, field: expected … got …` */
  readonly mismatches: string[];
}

/** Where the events of a folder come from. */
export interface GoldenEvents {
  /** `fields.jsonl` by default. */
  readonly goldenName?: string;
  /** The record that a source makes of a line of `events.txt`; without it the line is the record. */
  toRecord?(line: Uint8Array, index: number): Uint8Array | undefined;
  /** Whether another value says the same. */
  isEquivalent?(field: string, value: unknown, expected: unknown): boolean;
}

/** Compare every field of every event of a folder. */
export function checkFields(source: EventSource, folder: string, golden: GoldenEvents = {}): FieldComparison {
  const [header, ...lines] = readGoldenLines<Header | Line>(folder, golden.goldenName ?? 'fields.jsonl') as [
    Header,
    ...Line[],
  ];
  const events = readEventLines(folder, 'events.txt') ?? [];
  const expected = new Map(lines.map((line) => [line.i, line.f]));
  const catalog = createFieldCatalog(source, 'strict');
  const fields = header.fields.map((text) => resolveField(text, (name) => catalog.find(name)));
  const hashed = new Set(header.md5 ?? []);
  const ignored = new Set([
    ...Object.keys(header.rejected ?? {}).map(Number),
    ...(header.crashed ?? []),
    ...(header.extractCrashed ?? []),
  ]);
  const admission = source.admission('strict');
  const comparison: FieldComparison = { passed: 0, mismatches: [] };
  const state = source.createState?.();
  let number = 0n;
  let firstTimestampNs: bigint | undefined;

  events.forEach((line, index) => {
    if (ignored.has(index)) return;
    const bytes = golden.toRecord ? golden.toRecord(line, index) : line;
    if (!bytes) {
      note(comparison, !expected.has(index), () => `${index} emitted: expected true`);
      return;
    }
    const unadmitted: SourceRecord = {
      bytes,
      start: 0,
      end: bytes.length,
      timestampNs: 0n,
      sourceName: source.name,
    };
    const root = parseRecord(unadmitted);
    const admitted = admitRecord(admission, root, 0n);
    const values = expected.get(index);
    if ('reason' in admitted || !values) {
      note(comparison, 'reason' in admitted && !values, () => `${index} emitted: expected ${!!values}`);
      return;
    }
    firstTimestampNs ??= admitted.timestampNs;
    const context: RecordContext = {
      record: { ...unadmitted, timestampNs: admitted.timestampNs },
      sourceName: source.name,
      pluginName: source.plugin.name,
      number: ++number,
      firstTimestampNs,
      hostname: '',
      timeZone: 'UTC',
      root,
      state,
    };
    for (const { text, declaration, argument } of fields) {
      const value = printValue(readJsonFieldValue(declaration, context, argument));
      const shown = typeof value === 'string' && hashed.has(text) ? hash(value) : value;
      note(
        comparison,
        isSameValue(shown, values[text]) || golden.isEquivalent?.(text, shown, values[text]) === true,
        () => `${index} ${text}: expected ${printExact(values[text])} got ${printExact(shown)}`,
      );
    }
  });
  return comparison;
}

/** The record that the strict cutter of a source makes of a line. */
export function cutLine(source: EventSource, line: Uint8Array): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  const cutter = source.createCutter({
    compatibility: 'strict',
    maxRecordBytes: 262_144,
    receivedNs: 0n,
    receiver: {
      record: ({ bytes, start, end }) => (found = bytes.slice(start, end)),
      skip: () => undefined,
    },
  });
  cutter.write(line);
  cutter.end();
  return found;
}

/** Folder of a golden beside the repository. */
export function goldenFolder(name: string): string {
  return join(import.meta.dirname, '../../../shared/conformance/sources', name);
}

export interface UsedField {
  readonly text: string;
  readonly declaration: FieldDeclaration;
  readonly argument?: FieldArgument;
}

/** `name`, `name[argument]` or `name["argument"]`, as goldens write fields. */
export function resolveField(text: string, find: (name: string) => FieldDeclaration | undefined): UsedField {
  const [, name = text, bracket] = /^([^[]+)(?:\[(.*)\])?$/s.exec(text) ?? [];
  const declaration = find(name);
  if (!declaration) throw new Error(`no field ${name}`);
  if (bracket === undefined) return { text, declaration };
  const argument = encodeByteString(bracket.replace(/^"(.*)"$/s, '$1'));
  const isIndex = declaration.argument?.index === true && /^(0|[1-9]\d*)$/.test(argument);
  return { text, declaration, argument: { text: argument, ...(isIndex && { index: BigInt(argument) }) } };
}

/** A value as JSON output shows it. */
export function printValue(value: FieldValue | undefined): unknown {
  if (typeof value === 'string') return decodeAsOutput(value);
  return Array.isArray(value) ? value.map((item) => printValue(item as FieldValue)) : value;
}

/**
 * Text as Falco's JSON writer decodes it: the first byte says how many follow, whatever they are. The result differs
 * from usual decoding only for invalid UTF-8.
 */
function decodeAsOutput(bytes: string): string {
  if (Buffer.from(decodeByteString(bytes)).toString('latin1') === bytes) return decodeByteString(bytes);
  let text = '';
  for (let index = 0; index < bytes.length; index++) {
    const first = bytes.charCodeAt(index);
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (index + length > bytes.length || first >= 0xf8) {
      text += '\ufffd';
      continue;
    }
    let code = length === 1 ? first : first & (0x7f >> length);
    for (let next = 1; next < length; next++) code = (code << 6) | (bytes.charCodeAt(index + next) & 0x3f);
    const isInvalid =
      code < [0, 0x80, 0x800, 0x10000][length - 1]! || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff;
    text += isInvalid ? '\ufffd' : String.fromCodePoint(code);
    index += length - 1;
  }
  return text;
}

function hash(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function note(comparison: FieldComparison, holds: boolean, describe: () => string): void {
  if (holds) comparison.passed++;
  else comparison.mismatches.push(describe());
}
