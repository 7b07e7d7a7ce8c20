// Corpora are made once for each specification and kept in the temporary folder: every scenario reads them from there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a corpus is made of. Equal specifications give equal corpora on every machine. */
export interface CorpusSpec {
  readonly events: EventKind;
  readonly records: number;
  readonly recordsPerObject: number;
  readonly isCompressed: boolean;
  /** `flood`: every user name and user agent is new; `large`: records of 100 kB. */
  readonly shape: 'usual' | 'flood' | 'large';
}

/** Event sources that there are enough samples of. */
export type EventKind = 'aws_cloudtrail' | 'gcp_auditlog' | 'k8s_audit';

export interface Corpus {
  /** Paths of the objects, in order. */
  readonly objects: readonly string[];
  readonly records: number;
  /** Bytes of all objects as they lie there, and inflated. */
  readonly storedBytes: number;
  readonly bytes: number;
}

/** What `make-corpus.ts` leaves beside the objects. */
export interface CorpusManifest extends Omit<Corpus, 'objects'> {
  readonly names: readonly string[];
}

const VERSION = 2;
const MAKER = fileURLToPath(new URL('make-corpus.ts', import.meta.url));

/** The folder of a corpus, whether it exists or not. */
export function locateCorpus(spec: CorpusSpec): string {
  const { events, shape, records, recordsPerObject, isCompressed } = spec;
  const form = isCompressed ? 'gz' : 'json';
  return join(
    tmpdir(),
    `windhover-bench-v${VERSION}-${events}-${shape}-${records}-${recordsPerObject}-${form}`,
  );
}

/**
 * Open a corpus. One that is missing is made by a process of its own, so that the memory this takes shows in no
 * figure: a process starts with the maximum of the one that forked it.
 */
export function openCorpus(spec: CorpusSpec): Corpus {
  const folder = locateCorpus(spec);
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    const made = spawnSync(process.execPath, [...process.execArgv, MAKER, JSON.stringify(spec)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (made.status !== 0) throw new Error(`the corpus was not made: ${MAKER} ended with ${made.status}`);
  }
  const { names, ...sums } = JSON.parse(readFileSync(manifest, 'utf8')) as CorpusManifest;
  return { ...sums, objects: names.map((name) => join(folder, name)) };
}
