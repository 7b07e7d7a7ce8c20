// Real records from which mutations start: the corpus beside the repository, or else the samples in it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRecognisingCutter } from '@windhover/event-sources';

const root = join(import.meta.dirname, '../..');
const folders = [
  '../shared/corpus/aws',
  '../shared/corpus/gcp',
  '../shared/corpus/azure',
  '../shared/corpus/k8s',
  '../shared/corpus/okta',
  'samples/aws',
];
const MAX_RECORDS = 500;
const MAX_RECORD_BYTES = 8192;

/** Records by name of their source, at most 500 of each. */
export function readSeedRecords(): ReadonlyMap<string, readonly string[]> {
  const records = new Map<string, string[]>();
  for (const file of folders.flatMap(listFiles)) {
    const cutter = createRecognisingCutter({
      compatibility: 'fixed',
      maxRecordBytes: MAX_RECORD_BYTES,
      receivedNs: 0n,
      receiver: {
        skip: () => undefined,
        record({ bytes, start, end, sourceName }) {
          const known = records.get(sourceName) ?? [];
          records.set(sourceName, known);
          if (known.length < MAX_RECORDS) known.push(Buffer.from(bytes.subarray(start, end)).toString());
        },
      },
    });
    cutter.write(gunzipSync(readFileSync(file)));
    cutter.end();
  }
  return records;
}

function listFiles(folder: string): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.gz'))
    .map((name) => join(path, name));
}
