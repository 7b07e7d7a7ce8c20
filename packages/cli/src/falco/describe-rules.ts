// `-L` and `-l NAME`: what is loaded, as a table or as JSON (spec outputs.md §9).
import { pluginsOf } from '@windhover/event-sources';
import {
  describeRuleset,
  formatRuleTable,
  type LoaderEnvironment,
  type RulesetLoader,
} from '@windhover/ruleset';
import { writeText } from '../process-io.ts';
import { FalcoExit } from './falco-exit.ts';
import { valueOf, type FalcoSession } from './session.ts';

/** Print the description of all rules, or of the one that `-l` names. */
export async function describeRules(
  session: FalcoSession,
  loader: RulesetLoader,
  environment: LoaderEnvironment,
): Promise<void> {
  const text = session.config.settings.json.enabled
    ? `${describeAsJson(session, loader, environment)}\n`
    : describeAsText(session, loader);
  await writeText(session.io.stdout, text);
}

/** The table of names and descriptions. Throws when the rule is not loaded. */
export function describeAsText(session: FalcoSession, loader: RulesetLoader): string {
  const { rules } = loader.ruleset();
  const name = valueOf(session, 'describeOne');
  const chosen = name === undefined ? rules : rules.filter((rule) => rule.name === name);
  if (name !== undefined && chosen.length === 0)
    throw new FalcoExit(`Rule "${name}" is not loaded`, 'runtime');
  return formatRuleTable(chosen);
}

/** One line of JSON without a line break. Throws when the rule is not loaded or cannot be described. */
export function describeAsJson(
  session: FalcoSession,
  loader: RulesetLoader,
  environment: LoaderEnvironment,
): string {
  const ruleName = valueOf(session, 'describeOne');
  const description = describeRuleset(loader.state(), {
    environment,
    pluginsOf,
    ...(ruleName === undefined ? {} : { ruleName }),
  });
  if (!description.ok) throw new FalcoExit(description.reason, 'runtime');
  return description.json;
}
