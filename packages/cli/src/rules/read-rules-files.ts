import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A rules file as read: its name as the user sees it, its bytes one a character. */
export interface RulesFileText {
  readonly name: string;
  readonly bytes: string;
}

/** A path that cannot be read, with a sentence for the user. */
export class UnreadableRulesError extends Error {
  override readonly name = 'UnreadableRulesError';
}

/**
 * The rules files that paths stand for, in order: a file is itself, a folder its `.yaml` and `.yml` files in byte
 * order, not recursively and without rule tests. Throws an `UnreadableRulesError` for what cannot be read, and where
 * there is not one file.
 */
export function readRulesFiles(paths: readonly string[], cwd: string): RulesFileText[] {
  const names = paths.flatMap((path) => listRulesFiles(path, cwd));
  if (names.length === 0)
    throw new UnreadableRulesError(
      `no rules files in ${paths.join(', ')}: a folder stands for the .yaml and .yml files directly in it`,
    );
  return names.map((name) => ({ name, bytes: readBytes(name, cwd) }));
}

/** Names of the rules files in a folder; a file stands for itself. */
export function listRulesFiles(path: string, cwd: string): string[] {
  const stats = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  if (stats === undefined)
    throw new UnreadableRulesError(`could not open file ${path} for reading: there is no such file`);
  if (!stats.isDirectory()) return [path];
  return readdirSync(resolve(cwd, path), { withFileTypes: true })
    .filter(
      (entry) => !entry.isDirectory() && /\.ya?ml$/.test(entry.name) && !/_test\.ya?ml$/.test(entry.name),
    )
    .map((entry) => join(path, entry.name))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function readBytes(name: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, name), 'latin1');
  } catch (error) {
    throw new UnreadableRulesError(`could not open file ${name} for reading: ${(error as Error).message}`);
  }
}
