// `windhover config`: whether a configuration is right, and what it comes to.
import {
  formatKeyPath,
  loadConfig,
  locateKey,
  maskSecrets,
  printConfig,
  type ConfigProblem,
  type LoadConfigOptions,
} from '@windhover/config';
import { checkConfig, fillDefaults, readOwnSettings } from '@windhover/config/own';
import { createConfigFiles, describeProblem, describeUnset, loadSettings } from '../load-settings.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { listRunProblems } from '../run/list-run-problems.ts';
import { readPlugins } from '../run/plugins/read-plugins.ts';
import { listAbsentRules, loadRunRules } from '../run/prepare-run.ts';

export interface ConfigCommandOptions {
  readonly config?: string;
  readonly option: readonly string[];
  /** `show`: our own keys that are absent, too. */
  readonly defaults?: boolean;
}

/** Print all mistakes of a configuration with their places; gives the exit code. */
export async function checkConfiguration(options: ConfigCommandOptions, io: CommandIo): Promise<number> {
  const loading: LoadConfigOptions = {
    path: options.config,
    options: options.option,
    files: createConfigFiles(io.cwd),
    environment: (name) => io.env[name],
  };
  const { problems, warnings } = checkConfig(loading);
  const run = problems.length > 0 ? { problems: [], notes: [], text: '' } : checkRun(loading, io.cwd);
  for (const warning of [...warnings, ...run.notes]) await writeText(io.stderr, `warning: ${warning}\n`);
  const all = [...problems, ...run.problems];
  for (const problem of all) await writeText(io.stdout, `${describeProblem(problem)}\n`);
  await writeText(io.stdout, run.text);
  if (all.length > 0 || run.text !== '') return EXIT.failure;
  await writeText(io.stdout, `${options.config ?? 'the configuration'}: ok\n`);
  return EXIT.ok;
}

/** What keeps `run` from starting, or is passed over by Falco though hardly meant so. */
interface RunCheck {
  readonly problems: readonly ConfigProblem[];
  readonly notes: readonly string[];
  /** What is wrong with the rules, in lines; empty when nothing is. */
  readonly text: string;
}

/** Check what the single keys do not tell. Assumes that `checkConfig` found nothing. */
function checkRun(loading: LoadConfigOptions, cwd: string): RunCheck {
  const loaded = loadConfig(loading);
  const own = loaded.ok ? readOwnSettings(loaded.config.root) : undefined;
  if (!loaded.ok || own?.ok !== true) return { problems: [], notes: [], text: '' };
  const { config } = loaded;
  const unset = config.unsetVariables.map(({ name, mark }) => ({
    path: '',
    message: describeUnset(name),
    ...mark,
  }));
  const absent = listAbsentRules(config.settings, cwd).map(({ path, index }) => {
    const key = config.root.members.has('rules_files') ? ['rules_files', index] : ['rules_file', index];
    return {
      path: formatKeyPath(key),
      message: `there is no rules file ${path}`,
      ...locateKey(config.root, key),
    };
  });
  const rules = loadRunRules([], config.settings, own.settings, cwd);
  return {
    problems: [...unset, ...absent, ...listRunProblems(config, own.settings, cwd)],
    notes: readPlugins(config.settings.plugins).notes,
    text: 'reason' in rules ? rules.reason : '',
  };
}

/** Print what a configuration comes to with its includes, environment and options; gives the exit code. */
export async function showConfiguration(options: ConfigCommandOptions, io: CommandIo): Promise<number> {
  const config = await loadSettings(options, io);
  if (config === undefined) return EXIT.failure;
  const root = options.defaults === true ? fillDefaults(config.root) : config.root;
  await writeText(io.stdout, printConfig(maskSecrets(root)));
  return EXIT.ok;
}
