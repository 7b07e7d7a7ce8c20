// `windhover describe`: what rules are made of after macros, lists and exceptions, as Falco's -L and -l tell it.
import { pluginsOf, type Compatibility } from '@windhover/event-sources';
import { describeRuleset, formatRuleTable } from '@windhover/ruleset';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { checkRules } from '../rules/load-rules-or-explain.ts';
import { createProductEnvironment } from '../rules/product-environment.ts';

export interface DescribeCommandOptions {
  /** Only this rule. */
  readonly rule?: string;
  readonly json?: boolean;
  readonly compatibility?: Compatibility;
}

/** Describe the rules of files and folders, in Falco's table or JSON form (spec outputs.md §9). */
export async function describe(
  paths: readonly string[],
  options: DescribeCommandOptions,
  io: CommandIo,
): Promise<number> {
  const product = { compatibility: options.compatibility ?? 'fixed', appendOutput: [] };
  const rules = await checkRules(paths, product, io);
  if (rules === undefined) return EXIT.failure;
  const { rule: ruleName } = options;
  const chosen = rules.ruleset.rules.filter(({ name }) => ruleName === undefined || name === ruleName);
  if (ruleName !== undefined && chosen.length === 0) {
    await writeText(io.stderr, `there is no rule ${JSON.stringify(ruleName)}\n`);
    return EXIT.failure;
  }
  if (options.json !== true) {
    await writeText(io.stdout, formatRuleTable(chosen));
    return EXIT.ok;
  }
  const description = describeRuleset(rules.state, {
    environment: createProductEnvironment(product),
    pluginsOf,
    ...(ruleName === undefined ? {} : { ruleName }),
  });
  await writeText(
    description.ok ? io.stdout : io.stderr,
    `${description.ok ? description.json : description.reason}\n`,
  );
  return description.ok ? EXIT.ok : EXIT.failure;
}
