import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { EventKind } from './corpus.ts';

const SAMPLES: Record<EventKind, { readonly folder: string; readonly files: RegExp }> = {
  // The one set of everyday records; the other files of the folder hold one record for each kind of attack.
  aws_cloudtrail: { folder: 'aws', files: /^invictus/ },
  gcp_auditlog: { folder: 'gcp', files: /ndjson/ },
  k8s_audit: { folder: 'k8s', files: /ndjson/ },
};

/** The real records that corpora are made of, each as its JSON text. */
export function readSampleRecords(events: EventKind): string[] {
  const { folder, files } = SAMPLES[events];
  const path = fileURLToPath(new URL(`../../samples/${folder}/`, import.meta.url));
  return readdirSync(path)
    .filter((name) => files.test(name))
    .toSorted()
    .map((name) => gunzipSync(readFileSync(`${path}${name}`)).toString())
    .flatMap(events === 'aws_cloudtrail' ? cutArray : cutLines);
}

function cutArray(text: string): string[] {
  const { Records } = JSON.parse(text) as { Records: unknown[] };
  return Records.map((record) => JSON.stringify(record));
}

function cutLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
