import { decodeByteString } from '@windhover/bytes';
import type { SourceText } from '@windhover/diagnostics';
import { checkPluginRequirements } from './check-plugin-requirements.ts';
import { createCollected, type Collected } from './collect/collected.ts';
import type { Compilation } from './compile/compile-collected.ts';
import { loadFile } from './load-file.ts';
import { createReport } from './report.ts';
import { createLoadResult, type LoadResult } from './result/load-result.ts';
import type { LoaderEnvironment, Ruleset } from './ruleset.ts';

/** What is loaded, for those who describe it. */
export interface LoadedState {
  readonly collected: Collected;
  readonly compilation: Compilation | undefined;
}

/** Loads rules files one after the other, each on top of the earlier ones, as Falco does. */
export interface RulesetLoader {
  /** Load a file of bytes (`createByteSource`). Problems are in the result; at most one of them is an error. */
  load(source: SourceText): LoadResult;
  /** Rules of the last successful load in the order of evaluation, disabled ones included. */
  ruleset(): Ruleset;
  /**
   * Why the program must end whatever the results say: a plugin requirement of any file that is not met, or what ends
   * Falco while it loads.
   */
  fatalError(): string | undefined;
  state(): LoadedState;
}

/** A transformer with too many arguments in a condition ends Falco, not just the load (condition-language.md §6.2). */
const ABORTING = 'unknown multivalue transformer';

export function createRulesetLoader(environment: LoaderEnvironment): RulesetLoader {
  const collected = createCollected();
  let compilation: Compilation | undefined;
  let abort: string | undefined;
  return {
    load(source) {
      const report = createReport({ stopAtFirstError: true });
      const loaded = loadFile(source, {
        collected,
        lookUp: (name) => environment.catalogFor(decodeByteString(name)),
        appendOutput: environment.appendOutput,
        report,
      });
      if (report.problems.some(({ message }) => message === ABORTING))
        abort = `Runtime error: ${ABORTING}. Exiting.`;
      if (report.errorCount === 0) compilation = loaded.compilation;
      return createLoadResult(loaded.file, report, loaded.schema);
    },
    ruleset: () => ({ rules: compilation?.rules.map(({ loaded }) => loaded) ?? [] }),
    fatalError: () => abort ?? checkPluginRequirements(collected.pluginRequirements, environment.plugins),
    state: () => ({ collected, compilation }),
  };
}
