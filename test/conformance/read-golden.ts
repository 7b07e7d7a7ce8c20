import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseExact } from './json-exact.ts';

/** Bytes of `name` or `name.gz` in a golden folder; undefined when neither is there. */
export function readGoldenBytes(folder: string, name: string): Buffer | undefined {
  const plain = join(folder, name);
  if (existsSync(plain)) return readFileSync(plain);
  return existsSync(`${plain}.gz`) ? gunzipSync(readFileSync(`${plain}.gz`)) : undefined;
}

/** The JSON lines of a golden file, digits exact; undefined when the file is absent. */
export function readGoldenLines<Line>(folder: string, name: string): Line[] | undefined {
  const bytes = readGoldenBytes(folder, name);
  return bytes
    ?.toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parseExact(line) as Line);
}

/** The raw lines of an event file, as bytes: some crafted lines are not valid UTF-8. */
export function readEventLines(folder: string, name: string): Uint8Array[] | undefined {
  const bytes = readGoldenBytes(folder, name);
  if (bytes === undefined) return undefined;
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    lines.push(bytes.subarray(start, stop));
    start = stop + 1;
  }
  return lines;
}
