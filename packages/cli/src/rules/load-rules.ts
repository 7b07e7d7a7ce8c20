import {
  createByteSource,
  createRulesetLoader,
  type LoadedState,
  type LoaderEnvironment,
  type LoadResult,
  type Ruleset,
} from '@windhover/ruleset';
import type { RulesFileText } from './read-rules-files.ts';

/** What came of loading rules files one after the other. */
export interface LoadedRules {
  readonly ruleset: Ruleset;
  /** What is loaded in all detail, for descriptions. */
  readonly state: LoadedState;
  /** One for each file that was loaded. */
  readonly results: readonly LoadResult[];
  /** A plugin requirement that is not met. */
  readonly fatalError: string | undefined;
}

/** Load rules files in order into one ruleset. Stops at the first invalid file, as a Falco run does. */
export function loadRules(files: readonly RulesFileText[], environment: LoaderEnvironment): LoadedRules {
  const loader = createRulesetLoader(environment);
  const results: LoadResult[] = [];
  for (const { name, bytes } of files) {
    const result = loader.load(createByteSource(name, bytes));
    results.push(result);
    if (!result.successful) break;
  }
  return { ruleset: loader.ruleset(), state: loader.state(), results, fatalError: loader.fatalError() };
}
