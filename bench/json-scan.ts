// What reading one CloudTrail record costs: JSON.parse, the checking reader, and the projections of 13 paths.
import { createProjection, findJsonError, type Projection } from '../packages/json/src/index.ts';
import { readSampleRecords } from './corpus/sample-records.ts';
import { measure } from './measure.ts';

/** The paths that a ruleset of about a hundred rules reads. */
const PATHS = [
  'eventTime',
  'eventType',
  'eventName',
  'eventSource',
  'eventID',
  'errorCode',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'userIdentity/type',
  'userIdentity/arn',
  'userIdentity/userName',
  'userIdentity/sessionContext/sessionIssuer/userName',
].map((path) => path.split('/'));

const PASSES = 10;
const records = readSampleRecords('aws_cloudtrail');
const bytes = Buffer.from(records.join('\n'));
const bounds = records.map(() => ({ start: 0, end: 0 }));
let offset = 0;
for (const [index, record] of records.entries()) {
  bounds[index] = { start: offset, end: offset + Buffer.byteLength(record) };
  offset += Buffer.byteLength(record) + 1;
}

function scanAll(projection: Projection): () => void {
  return () => {
    for (let pass = 0; pass < PASSES; pass++) {
      projection.load(bytes);
      for (const { start, end } of bounds)
        if (!projection.scan(start, end)) throw new Error(`record at ${start}`);
    }
  };
}

/** As an engine that is handed its records one by one. */
function loadAndScanAll(projection: Projection): () => void {
  return () => {
    for (let pass = 0; pass < PASSES; pass++) {
      for (const { start, end } of bounds) {
        projection.load(bytes.subarray(start, end));
        if (!projection.scan(0, end - start)) throw new Error(`record at ${start}`);
      }
    }
  };
}

/** As an engine that finds the records by reading them: they are separated by one line feed. */
function cutAndScanAll(projection: Projection): () => void {
  return () => {
    for (let pass = 0; pass < PASSES; pass++) {
      projection.load(bytes);
      for (let at = 0; at < bytes.length; at++) {
        at = projection.scanValue(at, bytes.length);
        if (at < 0) throw new Error('not JSON');
      }
    }
  };
}

const measured = await measure(
  [
    {
      name: 'JSON.parse of each record (from text)',
      run: () => {
        for (let pass = 0; pass < PASSES; pass++) for (const record of records) JSON.parse(record);
      },
    },
    {
      name: 'findJsonError: acceptance only',
      run: () => {
        for (let pass = 0; pass < PASSES; pass++) {
          for (const { start, end } of bounds)
            if (findJsonError(bytes, start, end)) throw new Error('not JSON');
        }
      },
    },
    { name: 'projection in TypeScript', run: scanAll(createProjection(PATHS, { form: 'bytes' })) },
    { name: 'projection in WebAssembly', run: scanAll(createProjection(PATHS, { form: 'wasm' })) },
    {
      name: 'the same, records cut on the way',
      run: cutAndScanAll(createProjection(PATHS, { form: 'wasm' })),
    },
    {
      name: 'the same, each record loaded by itself',
      run: loadAndScanAll(createProjection(PATHS, { form: 'wasm' })),
    },
  ],
  9,
);
console.log(
  `${records.length} records of ${Math.round(bytes.length / records.length)} bytes, ${PATHS.length} paths`,
);
for (const { name, medianUs, minimumUs } of measured) {
  const perRecord = (us: number): string =>
    `${Math.round((us * 1000) / PASSES / records.length)}`.padStart(6);
  console.log(`${perRecord(medianUs)} ns median ${perRecord(minimumUs)} ns minimum  ${name}`);
}
