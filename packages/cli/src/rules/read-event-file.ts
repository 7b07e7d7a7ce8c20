import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { writeText, type CommandIo } from '../process-io.ts';

/** The text of an event file, gzip or not; `-` is standard input. Undefined when it cannot be read: stderr says why. */
export async function readEventFile(path: string, io: CommandIo): Promise<string | undefined> {
  if (path === '-') return readStream(io.stdin);
  try {
    const bytes = readFileSync(resolve(io.cwd, path));
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = isMissing ? 'there is no such file' : (error as Error).message;
    await writeText(io.stderr, `could not read the event in ${path}: ${reason}\n`);
    return undefined;
  }
}
