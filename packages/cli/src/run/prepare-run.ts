// Configuration and rules → all that a run is built from. Nothing is opened yet: whatever is wrong is said before that.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type FalcoSettings,
  type IngestSettings,
  type LoadedConfig,
  type OwnSettings,
} from '@windhover/config';
import { readOwnSettings } from '@windhover/config/own';
import type { Ruleset } from '@windhover/ruleset';
import type { EvaluatorSetup } from '../evaluation/create-evaluator.ts';
import { describeSetup } from '../evaluation/describe-setup.ts';
import { describeProblem, loadSettings } from '../load-settings.ts';
import { writeText, type CommandIo } from '../process-io.ts';
import { tryRules, type CheckedRules } from '../rules/load-rules-or-explain.ts';
import { listRunProblems } from './list-run-problems.ts';
import { readPlugins } from './plugins/read-plugins.ts';
import { readOktaOptions } from './read-okta-options.ts';

/** Where configuration and rules are. */
export interface PrepareOptions {
  readonly config?: string;
  readonly option: readonly string[];
  /** Rules files instead of `rules_files`. */
  readonly rules: readonly string[];
}

/** Configuration and rules that were read and found good. */
export interface PreparedRun {
  readonly config: LoadedConfig;
  readonly own: OwnSettings;
  /** All that is read: `ingest:` and what plugins stand for. */
  readonly ingests: readonly IngestSettings[];
  readonly setup: EvaluatorSetup;
  readonly ruleset: Ruleset;
  /** Files and folders that a change of which means a reload. */
  readonly watched: readonly string[];
}

/** Read everything. When something would keep the daemon from starting, stderr says what, and the result is undefined. */
export async function prepareRun(options: PrepareOptions, io: CommandIo): Promise<PreparedRun | undefined> {
  const config = await loadSettings(options, io);
  if (config === undefined) return undefined;
  const own = readOwnSettings(config.root);
  const problems = own.ok ? listRunProblems(config, own.settings, io.cwd) : own.problems;
  for (const problem of problems) await writeText(io.stderr, `${describeProblem(problem)}\n`);
  if (!own.ok || problems.length > 0) return undefined;

  const { settings } = config;
  const { ingests, notes } = readPlugins(settings.plugins);
  for (const note of notes) await writeText(io.stderr, `warning: ${note}\n`);
  const absent = listAbsentRules(settings, io.cwd);
  if (options.rules.length === 0)
    for (const { path } of absent)
      await writeText(io.stderr, `warning: there is no rules file ${path}; it is passed over\n`);
  const rules = loadRunRules(options.rules, settings, own.settings, io.cwd);
  if ('reason' in rules) {
    await writeText(io.stderr, rules.reason);
    return undefined;
  }
  const okta = readOktaOptions(own.settings, settings.plugins);
  const given = options.rules.length > 0 ? options.rules : settings.rulesFiles;
  const absentPaths = new Set(absent.map(({ path }) => path));
  const watched = [
    ...config.files.map(({ name }) => name),
    // A folder stands for whatever is put into it later.
    ...given.filter((path) => !absentPaths.has(path)),
  ];
  return {
    config,
    own: own.settings,
    ingests: [...own.settings.ingest, ...ingests.map((item) => item.settings)],
    setup: describeSetup(settings, rules.files, own.settings.compatibility, okta, io),
    ruleset: rules.ruleset,
    watched: watched.map((name) => resolve(io.cwd, name)),
  };
}

/** Load the rules of a run: those that are named, or else of `rules_files` what is there. */
export function loadRunRules(
  named: readonly string[],
  settings: FalcoSettings,
  own: OwnSettings,
  cwd: string,
): CheckedRules | { readonly reason: string } {
  const absent = new Set(listAbsentRules(settings, cwd).map(({ path }) => path));
  const { rulesFiles, appendOutput, staticFields } = settings;
  return tryRules(
    named.length > 0 ? named : rulesFiles.filter((path) => !absent.has(path)),
    {
      compatibility: own.compatibility,
      appendOutput,
      staticFields,
      okta: readOktaOptions(own, settings.plugins),
    },
    cwd,
  );
}

/** Entries of `rules_files` that do not exist: Falco passes over them. */
export function listAbsentRules(
  { rulesFiles }: FalcoSettings,
  cwd: string,
): { readonly path: string; readonly index: number }[] {
  return rulesFiles.flatMap((path, index) =>
    statSync(resolve(cwd, path), { throwIfNoEntry: false }) === undefined ? [{ path, index }] : [],
  );
}
