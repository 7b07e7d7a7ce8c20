import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that was found and its size then. */
export interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly isRegular: boolean;
}

/**
 * The files under `directory`, at any depth: the entries of each directory in byte order of their names, a
 * subdirectory's files in its place. Links to files are followed, links to
 * directories are not; what is no file is passed over.
 */
export async function* walkFiles(
  directory: string,
  isWanted: (name: string) => boolean,
): AsyncGenerator<FoundFile> {
  const pending: { directory: string; entries: Dirent[] }[] = [
    { directory, entries: await readSorted(directory) },
  ];
  for (let level = pending.at(-1); level !== undefined; level = pending.at(-1)) {
    const entry = level.entries.pop();
    if (entry === undefined) {
      pending.pop();
      continue;
    }
    const path = join(level.directory, entry.name);
    if (entry.isDirectory()) {
      pending.push({ directory: path, entries: await readSorted(path) });
    } else if (isWanted(entry.name)) {
      const file = await stat(path).catch(() => undefined);
      // What is gone by now is told by whoever opens it.
      if (file === undefined || file.isFile()) yield { path, size: file?.size ?? 0, isRegular: true };
    }
  }
}

/** Last name first, so that the next entry is at the end. */
async function readSorted(directory: string): Promise<Dirent[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.sort((a, b) => Buffer.compare(Buffer.from(b.name), Buffer.from(a.name)));
}

/** The files directly in `directory`, the one that has changed least recently first. */
export async function* listFilesByAge(directory: string): AsyncGenerator<FoundFile> {
  const found = await Promise.all(
    (await readdir(directory)).map(async (name) => {
      const path = join(directory, name);
      return { path, file: await stat(path).catch(() => undefined) };
    }),
  );
  const files = found.flatMap(({ path, file }) => (file?.isFile() ? [{ path, file }] : []));
  files.sort((a, b) => a.file.mtimeMs - b.file.mtimeMs);
  for (const { path, file } of files) yield { path, size: file.size, isRegular: true };
}
