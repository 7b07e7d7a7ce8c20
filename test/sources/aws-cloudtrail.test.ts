import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RecordContext, Skip } from '@windhover/event-sources';
import {
  createFieldCatalog,
  findEventSource,
  parseRecord,
  readJsonFieldValue,
} from '@windhover/event-sources';
import { describe, expect, it } from 'vitest';
import { isSameValue } from '../conformance/json-exact.ts';
import { readGoldenLines } from '../conformance/read-golden.ts';
import { checkFields, goldenFolder, printValue, resolveField } from './check-fields.ts';

const source = findEventSource('aws_cloudtrail');
if (!source) throw new Error('aws_cloudtrail is not registered');

/**
 * Event 959 has an escaped member name. The parser of Falco's json plugin rewrites such a name when any pointer steps
 * through its object, so these goldens show the order in which they were read (spec sources-aws.md §1.1: unspecified).
 */
const unspecified = [
  '959 json.value[""]',
  '959 jevt.value[/requestParameters]',
  '959 json.value[/requestParameters]',
];

describe.each(['aws_cloudtrail', 'aws_cloudtrail-crafted'])('golden fields of %s', (name) => {
  it.skipIf(!existsSync(goldenFolder(name)))('are those of Falco', () => {
    const { passed, mismatches } = checkFields(source, goldenFolder(name));
    const unexpected = mismatches.filter(
      (mismatch) => !unspecified.some((known) => mismatch.startsWith(`${known}:`)),
    );
    expect(unexpected.slice(0, 20)).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });
});

interface MalformedCase {
  readonly case: string;
  readonly source: string;
  readonly input?: string;
  readonly make?: { readonly records: readonly object[] | string; readonly pad?: unknown };
  readonly result: 'ok' | 'error' | 'oracle crashed';
  readonly emitted: readonly Readonly<Record<string, unknown>>[];
}

const cases = existsSync(goldenFolder('malformed'))
  ? (readGoldenLines<MalformedCase>(goldenFolder('malformed'), 'cases.jsonl') ?? []).filter(
      (each) => each.source === 'aws_cloudtrail' && each.input !== undefined && each.result !== 'error',
    )
  : [];

describe.skipIf(cases.length === 0)('golden malformed input', () => {
  it.each(cases)('$case', ({ input, emitted, result }) => {
    const got = listObjects(join(goldenFolder('malformed'), 'files', input as string)).flatMap(readObject);
    if (result === 'oracle crashed') return;
    expect(got.length).toBe(emitted.length);
    emitted.forEach((fields, index) => {
      for (const [text, value] of Object.entries(fields)) {
        if (text !== 'evt.num')
          expect(isSameValue(got[index]?.(text), value), `${text} of ${index}`).toBe(true);
      }
    });
  });
});

/** Files in the order in which Falco walks a folder. */
function listObjects(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listObjects(join(path, name)))
    .filter((file) => file.endsWith('.json') || file.endsWith('.json.gz'));
}

/** Falco drops damaged gzip files as a whole. */
function readBytes(path: string): Uint8Array {
  const bytes = readFileSync(path);
  if (!path.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    return new Uint8Array(0);
  }
}

type ReadByName = (field: string) => unknown;

function readObject(path: string): ReadByName[] {
  const found: ReadByName[] = [];
  const skips: Skip[] = [];
  const catalog = createFieldCatalog(source as NonNullable<typeof source>, 'strict');
  const cutter = source?.createCutter({
    compatibility: 'strict',
    maxRecordBytes: 262_144,
    receivedNs: 0n,
    receiver: {
      skip: (skip) => skips.push(skip),
      record(given) {
        const record = {
          ...given,
          bytes: given.bytes.slice(given.start, given.end),
          start: 0,
          end: given.end - given.start,
        };
        const context: RecordContext = {
          record,
          sourceName: 'aws_cloudtrail',
          pluginName: 'cloudtrail',
          number: BigInt(found.length + 1),
          firstTimestampNs: 0n,
          hostname: '',
          timeZone: 'UTC',
          root: parseRecord(record),
          state: undefined,
        };
        found.push((text) => {
          const { declaration, argument } = resolveField(text, (name) => catalog.find(name));
          return printValue(readJsonFieldValue(declaration, context, argument));
        });
      },
    },
  });
  cutter?.write(readBytes(path));
  cutter?.end();
  return found;
}
