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
  const tried = tryRules(paths, options, io.cwd);
  if ('reason' in tried) await writeText(io.stderr, tried.reason);
  return 'reason' in tried ? undefined : tried;
}

/** Load rules, or tell in lines of text why that fails. */
export function tryRules(
  paths: readonly string[],
  options: ProductEnvironmentOptions,
  cwd: string,
): CheckedRules | { readonly reason: string } {
  if (paths.length === 0)
    return {
      reason:
        'no rules: name rules files or folders with -r, or in rules_files of the configuration\n',
    };
  let files: RulesFileText[];
  try {
    files = readRulesFiles(paths, cwd);
  } catch (error) {
    if (!(error instanceof UnreadableRulesError)) throw error;
    return { reason: `${error.message}\n` };
  }
  const { ruleset, state, results, fatalError } = loadRules(files, createProductEnvironment(options));
  if (fatalError !== undefined) return { reason: `${fatalError}\n` };
  const failed = results.find((result) => !result.successful);
  return failed === undefined ? { files, ruleset, state } : { reason: formatResultVerbose(failed) };
}
