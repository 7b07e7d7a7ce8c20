import { formatResultVerbose, type LoadedState, type Ruleset } from '@windhover/ruleset';
import { writeText, type CommandIo } from '../process-io.ts';
import { loadRules } from './load-rules.ts';
import { createProductEnvironment, type ProductEnvironmentOptions } from './product-environment.ts';
import { readRulesFiles, UnreadableRulesError, type RulesFileText } from './read-rules-files.ts';

/** Rules that load, with the texts they come from. */
export interface CheckedRules {
  readonly files: readonly RulesFileText[];
  readonly ruleset: Ruleset;
  readonly state: LoadedState;
}

/** Load rules for a run. When that fails, stderr says why and the result is undefined. */
export async function loadRulesOrExplain(
  paths: readonly string[],
  options: ProductEnvironmentOptions,
  io: CommandIo,
): Promise<Ruleset | undefined> {
  return (await checkRules(paths, options, io))?.ruleset;
}

/** The same, with the texts: for threads that load them again. */
export async function checkRules(
  paths: readonly string[],
  options: ProductEnvironmentOptions,
  io: CommandIo,
): Promise<CheckedRules | undefined> {
  if (paths.length === 0) {
    await writeText(
      io.stderr,
      'no rules: name rules files or folders with -r, or in rules_files of the configuration\n',
    );
    return undefined;
  }
  let files: RulesFileText[];
  try {
    files = readRulesFiles(paths, io.cwd);
  } catch (error) {
    if (!(error instanceof UnreadableRulesError)) throw error;
    await writeText(io.stderr, `${error.message}\n`);
    return undefined;
  }
  const { ruleset, state, results, fatalError } = loadRules(files, createProductEnvironment(options));
  if (fatalError !== undefined) {
    await writeText(io.stderr, `${fatalError}\n`);
    return undefined;
  }
  const failed = results.find((result) => !result.successful);
  if (failed === undefined) return { files, ruleset, state };
  await writeText(io.stderr, formatResultVerbose(failed));
  return undefined;
}
