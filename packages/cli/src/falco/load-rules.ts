import { decodeByteString } from '@windhover/bytes';
import {
  createByteSource,
  createRulesetLoader,
  formatResultVerbose,
  type LoaderEnvironment,
  type LoadResult,
  type RulesetLoader,
} from '@windhover/ruleset';
import { FalcoExit } from './falco-exit.ts';
import type { FalcoLog } from './log.ts';
import { readRules, listRulesFiles } from './read-rules.ts';
import type { FalcoSession } from './session.ts';

/** Rules as a run or a description needs them. */
export interface LoadedFalcoRules {
  readonly loader: RulesetLoader;
  /** Names of the files that were loaded. */
  readonly names: readonly string[];
}

/** Load the rules of a run, logging as Falco does; the first invalid file ends the program (spec outputs.md §8). */
export function loadFalcoRules(session: FalcoSession, environment: LoaderEnvironment): LoadedFalcoRules {
  const names = listRulesFiles(session);
  const files = readRules(names, session.io.cwd);
  const loader = createRulesetLoader(environment);
  session.log('info', 'Loading rules from:');
  for (const { name, bytes } of files) {
    const result = loader.load(createByteSource(name, bytes));
    const status = describeSchema(result);
    session.log(status === 'ok' ? 'info' : 'warning', `   ${name} | schema validation: ${status}`);
    if (!result.successful && loader.fatalError()?.startsWith(RUNTIME_ERROR) !== true) {
      throw new FalcoExit(formatResultVerbose(result));
    }
    failIfFatal(loader, RUNTIME_ERROR);
    logWarnings(result, session.log);
  }
  failIfFatal(loader);
  for (const step of session.config.settings.selection) {
    const what = step.rule === undefined ? `tag: ${step.tag}` : `name: ${step.rule}`;
    session.log('info', `${step.enable ? 'Enabling' : 'Disabling'} rules with ${what}`);
  }
  return { loader, names };
}

const RUNTIME_ERROR = 'Runtime error: ';

/** Throw what ends the program whatever the results say, when it starts with `prefix`. */
export function failIfFatal(loader: RulesetLoader, prefix = ''): void {
  const fatal = loader.fatalError();
  if (fatal === undefined || !fatal.startsWith(prefix)) return;
  if (!fatal.startsWith(RUNTIME_ERROR)) throw new FalcoExit(fatal);
  throw new FalcoExit(fatal.slice(RUNTIME_ERROR.length).replace(/\. Exiting\.$/, ''), 'runtime');
}

/** The warnings of a file that loaded, as one entry of the log. */
export function logWarnings(result: LoadResult, log: FalcoLog): void {
  if (result.successful && result.warnings.length > 0) log('warning', formatResultVerbose(result));
}

function describeSchema({ schema }: LoadResult): string {
  if (schema === undefined) return 'none';
  return decodeByteString(schema.warnings[0] ?? 'ok');
}
