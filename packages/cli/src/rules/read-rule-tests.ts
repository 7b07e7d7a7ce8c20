// The events of rule tests: inline or from samples, and the rules files that a test file is about.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { valueAt, type Json, type TestEntry, type TestFile } from '@windhover/rule-test';

/** Test files at or below a path, in byte order. */
export function findTestFiles(root: string, cwd: string): string[] {
  const stats = statSync(resolve(cwd, root), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [root];
  return readdirSync(resolve(cwd, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => /_test\.ya?ml$/.test(name) && !name.includes('node_modules'))
    .toSorted()
    .map((name) => join(root, name));
}

/** The rules files of a test file: those it names, or the folder it is in. */
export function listTestedRules(path: string, file: TestFile): string[] {
  return file.rules?.map((name) => (isAbsolute(name) ? name : join(dirname(path), name))) ?? [dirname(path)];
}

/** The events of a test. Throws a sentence for the user when there are none. */
export function readEvents(test: TestEntry, folder: string): Json[] {
  if (test.sample !== undefined) return [readSample(test.sample, folder)];
  if (test.events !== undefined) return test.events;
  if (test.event !== undefined) return [test.event];
  throw new Error(`test "${test.name}" has no event, events or sample`);
}

const samples = new Map<string, readonly Json[]>();

function readSample(sample: NonNullable<TestEntry['sample']>, folder: string): Json {
  const path = resolve(folder, sample.file);
  const records = samples.get(path) ?? readRecords(path);
  samples.set(path, records);
  const wanted = Object.entries(sample.where ?? {});
  const found = records.filter((record) =>
    wanted.every(([pointer, value]) => JSON.stringify(valueAt(record, pointer)) === JSON.stringify(value)),
  );
  const record = found[sample.index ?? 0];
  if (record === undefined)
    throw new Error(
      `no such record in ${basename(path)}: ${JSON.stringify(sample.where ?? {})} index ${sample.index ?? 0}`,
    );
  return record;
}

/** The records of a sample file: `{"Records":[…]}`, an array, or JSON Lines. */
function readRecords(path: string): Json[] {
  const bytes = readFileSync(path);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  try {
    const whole = JSON.parse(text) as Json;
    if (Array.isArray(whole)) return whole;
    if (typeof whole === 'object' && whole !== null && 'Records' in whole && Array.isArray(whole.Records))
      return whole.Records;
    return [whole];
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as Json);
  }
}
