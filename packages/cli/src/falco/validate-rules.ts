import {
  createByteSource,
  createRulesetLoader,
  formatResultJson,
  formatResultSummary,
  formatResultVerbose,
  type LoaderEnvironment,
  type LoadResult,
} from '@windhover/ruleset';
import { writeText } from '../process-io.ts';
import { describeAsJson, describeAsText } from './describe-rules.ts';
import { FalcoExit } from './falco-exit.ts';
import { failIfFatal, logWarnings } from './load-rules.ts';
import { readRules } from './read-rules.ts';
import { isGiven, valuesOf, type FalcoSession } from './session.ts';

/** `-V FILE…`: load all files into one engine and print what came of each (spec rules-files.md §13). */
export async function validateRules(session: FalcoSession, environment: LoaderEnvironment): Promise<void> {
  const { io, log, config } = session;
  const files = readRules(valuesOf(session, 'validate'), io.cwd);
  log('info', 'Validating rules file(s):');
  for (const { name } of files) log('info', `   ${name}`);
  const loader = createRulesetLoader(environment);
  const results = files.map(({ name, bytes }) => {
    const result = loader.load(createByteSource(name, bytes));
    failIfFatal(loader, 'Runtime error: ');
    logWarnings(result, log);
    return result;
  });
  failIfFatal(loader);
  const summary = results.map(formatResult).join('\n');
  const isValid = results.every(({ successful }) => successful);
  const isDescribed = isValid && (isGiven(session, 'describeAll') || isGiven(session, 'describeOne'));
  if (config.settings.json.enabled) {
    const description = isDescribed
      ? `"falco_describe_results":${describeAsJson(session, loader, environment)},`
      : '';
    await writeText(
      io.stdout,
      `{${description}"falco_load_results":[${results.map(formatResultJson).join(',')}]}\n`,
    );
  } else {
    const description = isDescribed ? `\n${describeAsText(session, loader)}` : '';
    await writeText(io.stdout, `${summary}\n${description}`);
  }
  if (!isValid) throw new FalcoExit(summary);
}

/** The verbose form, but for files with warnings: those are in the log. */
function formatResult(result: LoadResult): string {
  return result.successful && result.warnings.length > 0
    ? (formatResultSummary(result).split('\n')[0] ?? '')
    : formatResultVerbose(result);
}
