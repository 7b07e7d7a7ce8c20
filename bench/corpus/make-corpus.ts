// `node … make-corpus.ts SPEC`: write the objects of a corpus, the sample records again and again with fresh identifiers.
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { createRandom } from '../random.ts';
import { locateCorpus, type CorpusManifest, type CorpusSpec } from './corpus.ts';
import { readSampleRecords } from './sample-records.ts';
import { enlargeRecord, renewRecord } from './vary-record.ts';

const SEED = 7;
/** Records that are handed to the compressor at once: objects of any size are written in little memory. */
const RECORDS_PER_WRITE = 500;

const spec = JSON.parse(process.argv[2]!) as CorpusSpec;
const folder = locateCorpus(spec);
const part = `${folder}.part-${process.pid}`;
mkdirSync(part, { recursive: true });
await writeObjects();
// Two benches may make the same corpus at once: the first one counts.
if (existsSync(folder)) rmSync(part, { recursive: true });
else renameSync(part, folder);

async function writeObjects(): Promise<void> {
  const { records, recordsPerObject, isCompressed } = spec;
  const all = generateRecords();
  const names: string[] = [];
  let bytes = 0;
  let storedBytes = 0;
  const count = (piece: string): string => {
    bytes += Buffer.byteLength(piece);
    return piece;
  };
  for (let first = 0; first < records; first += recordsPerObject) {
    const name = `${String(names.length).padStart(6, '0')}.json${isCompressed ? '.gz' : ''}`;
    const path = join(part, name);
    const pieces = writeObject(all, Math.min(recordsPerObject, records - first));
    const source = Readable.from(mapPieces(pieces, count));
    if (isCompressed) await pipeline(source, createGzip(), createWriteStream(path));
    else await pipeline(source, createWriteStream(path));
    names.push(name);
    storedBytes += statSync(path).size;
  }
  const manifest: CorpusManifest = { names, records, bytes, storedBytes };
  writeFileSync(join(part, 'manifest.json'), JSON.stringify(manifest));
}

function* generateRecords(): Generator<string, never> {
  const samples = readSampleRecords(spec.events);
  const random = createRandom(SEED);
  for (let index = 0; ; index++) {
    const sample = samples[index % samples.length]!;
    const sized = spec.shape === 'large' ? enlargeRecord(sample, random) : sample;
    yield renewRecord(sized, random, spec.shape === 'flood');
  }
}

/** As the clouds write them: CloudTrail in one array, the others a record a line. */
function* writeObject(records: Generator<string, never>, count: number): Generator<string> {
  const isArray = spec.events === 'aws_cloudtrail';
  const separator = isArray ? ',' : '\n';
  if (isArray) yield '{"Records":[';
  for (let first = 0; first < count; first += RECORDS_PER_WRITE) {
    const some = Array.from(
      { length: Math.min(RECORDS_PER_WRITE, count - first) },
      () => records.next().value,
    );
    yield `${first === 0 ? '' : separator}${some.join(separator)}`;
  }
  yield isArray ? ']}' : '\n';
}

function* mapPieces(pieces: Iterable<string>, map: (piece: string) => string): Generator<string> {
  for (const piece of pieces) yield map(piece);
}
