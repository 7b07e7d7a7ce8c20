// All mistakes of a configuration at once, where loading it stops at the first one.
import { NO_MARK, type ConfigNode } from './config-node.ts';
import { createConfigReader } from './config-reader.ts';
import { listKeyWarnings } from './falco-keys.ts';
import { listFalcoErrors } from './falco-settings.ts';
import { listSchemaProblems } from './list-schema-problems.ts';
import { loadConfig, type LoadConfigOptions } from './load-config.ts';
import { readOwnSettings, type ConfigProblem } from './own-settings.ts';

/** What there is to say of a configuration. */
export interface ConfigCheck {
  /** By file and place. `path` is empty where Falco's text says what it is about. */
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly string[];
}

/** Check a whole configuration: its files, Falco's keys and our own. Nothing is opened but the configuration itself. */
export function checkConfig(options: LoadConfigOptions): ConfigCheck {
  const loaded = loadConfig(options);
  const root = loaded.ok ? loaded.config.root : loaded.root;
  const warnings = loaded.ok ? loaded.config.warnings : loaded.warnings;
  if (root === undefined) {
    const { message, mark } = loaded.ok ? { message: '', mark: undefined } : loaded;
    const file = options.path === undefined ? {} : { file: options.path };
    return { problems: [{ path: '', message, ...(mark ?? { ...NO_MARK, ...file }) }], warnings };
  }
  return {
    problems: listProblems(root, options.path ?? '').toSorted(byPlace),
    warnings: [...warnings, ...listKeyWarnings(root)],
  };
}

function listProblems(root: ConfigNode, name: string): ConfigProblem[] {
  const shape = listSchemaProblems(root);
  const told = new Set(shape.map(placeOf));
  const own = readOwnSettings(root);
  // Of a value of the wrong shape Falco says the same, in the words of its YAML library.
  const values = listFalcoErrors(createConfigReader(root), name)
    .map(({ message, mark }) => ({ path: '', message, ...(mark ?? NO_MARK) }))
    .filter((problem) => problem.file === undefined || !told.has(placeOf(problem)));
  return [...shape, ...values, ...(own.ok ? [] : own.problems)];
}

function placeOf({ file, line, column }: ConfigProblem): string {
  return `${line}:${column}:${file ?? ''}`;
}

function byPlace(a: ConfigProblem, b: ConfigProblem): number {
  const [fileA, fileB] = [a.file ?? '', b.file ?? ''];
  if (fileA !== fileB) return fileA < fileB ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
