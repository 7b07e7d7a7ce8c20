import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  listKeyWarnings,
  loadConfig,
  type ConfigFiles,
  type ConfigProblem,
  type LoadedConfig,
} from '@windhover/config';
import { writeText, type CommandIo } from './process-io.ts';

/** The configuration of a command: `-c FILE` (none: all defaults) and `-o KEY=VALUE`. Explains mistakes on stderr. */
export async function loadSettings(
  options: { readonly config?: string; readonly option: readonly string[] },
  io: CommandIo,
): Promise<LoadedConfig | undefined> {
  const result = loadConfig({
    path: options.config,
    options: options.option,
    files: createConfigFiles(io.cwd),
    environment: (name) => io.env[name],
  });
  const warnings = result.ok ? result.config.warnings : result.warnings;
  for (const warning of warnings) await writeText(io.stderr, `warning: ${warning}\n`);
  if (result.ok) {
    if (options.config === undefined && options.option.length === 0) return result.config;
    const { listSchemaProblems } = await import('@windhover/config/own');
    const { root, unsetVariables } = result.config;
    const doubts = [
      ...listSchemaProblems(root).map(describeProblem),
      ...unsetVariables.map(({ name, mark }) =>
        describeProblem({ path: '', message: describeUnset(name), ...mark }),
      ),
      ...listKeyWarnings(root),
    ];
    for (const doubt of doubts) await writeText(io.stderr, `warning: ${doubt}\n`);
    return result.config;
  }
  await writeText(io.stderr, `error: ${result.message}\n`);
  return undefined;
}

/** A line about a mistake, with its place. */
export function describeProblem({ file, line, column, path, message }: ConfigProblem): string {
  const place = file === undefined ? '-o' : `${file}:${line}:${column}`;
  return `${place}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** What is wrong with a `${NAME}`. */
export function describeUnset(name: string): string {
  return `the environment variable ${name} is not set; it counts as empty`;
}

/** The file system below a working directory, for configuration. */
export function createConfigFiles(cwd: string): ConfigFiles {
  return {
    readText(path) {
      try {
        return readFileSync(resolve(cwd, path), 'utf8');
      } catch {
        return undefined;
      }
    },
    listFolder(path) {
      const folder = resolve(cwd, path);
      if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
      return readdirSync(folder)
        .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true)
        .map((name) => `${path}${path.endsWith('/') ? '' : '/'}${name}`)
        .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    },
  };
}
