// Makes large corpora out of the small real samples: the same records again and again with fresh identifiers.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createRandom, type Random } from './random.ts';

export interface CorpusOptions {
  /** Number of records in all objects together. */
  readonly records: number;
  readonly recordsPerObject: number;
  readonly seed: number;
  /** Also give every record a user name and user agent that no other record has: an attacker's flood. */
  readonly flood: boolean;
}

export interface Corpus {
  /** Paths of the gzip objects, in order. */
  readonly objects: readonly string[];
  readonly records: number;
  readonly compressedBytes: number;
  readonly bytes: number;
}

const SAMPLES = fileURLToPath(new URL('../samples/aws/', import.meta.url));

/** The real CloudTrail records that corpora are made of, each as its JSON text. */
export function readSampleRecords(): string[] {
  const object = JSON.parse(
    gunzipSync(readFileSync(join(SAMPLES, 'invictus-ir-aws_dataset.json.gz'))).toString(),
  ) as {
    Records: unknown[];
  };
  return object.Records.map((record) => JSON.stringify(record));
}

/**
 * A CloudTrail corpus as gzip objects in the temporary folder; made once for each set of options.
 * Every UUID is replaced by a fresh one, so that no two records are equal and gzip finds what it finds in reality.
 */
export function createCloudTrailCorpus(options: CorpusOptions): Corpus {
  const name = `${options.records}-${options.recordsPerObject}-${options.seed}${options.flood ? '-flood' : ''}`;
  const folder = join(tmpdir(), `windhover-bench-v1-${name}`);
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) writeCorpus(folder, manifest, options);
  return JSON.parse(readFileSync(manifest, 'utf8')) as Corpus;
}

function writeCorpus(folder: string, manifest: string, options: CorpusOptions): void {
  mkdirSync(folder, { recursive: true });
  const templates = readSampleRecords();
  const random = createRandom(options.seed);
  const objects: string[] = [];
  let bytes = 0;
  let compressedBytes = 0;
  for (let first = 0; first < options.records; first += options.recordsPerObject) {
    const count = Math.min(options.recordsPerObject, options.records - first);
    const records = Array.from({ length: count }, (_, index) =>
      varyRecord(templates[(first + index) % templates.length]!, random, options.flood),
    );
    const text = `{"Records":[${records.join(',')}]}`;
    const path = join(folder, `${String(objects.length).padStart(6, '0')}.json.gz`);
    writeFileSync(path, gzipSync(text));
    objects.push(path);
    bytes += Buffer.byteLength(text);
    compressedBytes += statSync(path).size;
  }
  const corpus: Corpus = { objects, records: options.records, compressedBytes, bytes };
  writeFileSync(`${manifest}.part`, JSON.stringify(corpus));
  renameSync(`${manifest}.part`, manifest);
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function varyRecord(record: string, random: Random, flood: boolean): string {
  const varied = record.replace(UUID, () => {
    const digits = random.hex(32);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      digits.slice(12, 16),
      digits.slice(16, 20),
      digits.slice(20),
    ].join('-');
  });
  if (!flood) return varied;
  return varied
    .replace(/"userAgent":"/, () => `"userAgent":"${random.hex(12)} `)
    .replace(/"userName":"/g, () => `"userName":"${random.hex(8)}-`);
}
