// Which rules files a Falco command line reads, and their bytes.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RulesFileText } from '../rules/read-rules-files.ts';
import { FalcoExit } from './falco-exit.ts';
import { isGiven, valuesOf, type FalcoSession } from './session.ts';

/**
 * Names of the rules files of `-r`, or else of `rules_files`: folders stand for their files in byte order, other
 * endings than `.yaml` and `.yml` are passed over (spec outputs.md §8, §10). Throws when there is nothing to read from.
 */
export function listRulesFiles(session: FalcoSession): string[] {
  const { io, config } = session;
  const isExplicit = isGiven(session, 'rules');
  const paths = isExplicit
    ? valuesOf(session, 'rules')
    : config.settings.rulesFiles.filter(
        (path) => statSync(resolve(io.cwd, path), { throwIfNoEntry: false }) !== undefined,
      );
  if (paths.length === 0) {
    throw new FalcoExit(
      'You must specify at least one rules file/directory via -r or a rules_file entry in falco.yaml',
    );
  }
  return paths.flatMap((path) => listPath(path, io.cwd)).filter((name) => /\.ya?ml$/.test(name));
}

/** Read rules files, all before the first is loaded. Throws Falco's error for the first that cannot be read. */
export function readRules(names: readonly string[], cwd: string): RulesFileText[] {
  return names.map((name) => {
    try {
      return { name, bytes: readFileSync(resolve(cwd, name), 'latin1') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EISDIR') {
        throw new FalcoExit('basic_filebuf::underflow error reading the file: Is a directory', 'runtime');
      }
      throw new FalcoExit(`Could not open file ${name} for reading`);
    }
  });
}

function listPath(path: string, cwd: string): string[] {
  const folder = resolve(cwd, path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true)
    .map((name) => `${path}${path.endsWith('/') ? '' : '/'}${name}`)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
