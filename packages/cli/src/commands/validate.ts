// `windhover validate FILE…`: every problem of rules files at once, or exactly what Falco prints.
import { renderDiagnostic } from '@windhover/diagnostics';
import type { Compatibility } from '@windhover/event-sources';
import {
  createByteSource,
  createRulesetLoader,
  formatResultJson,
  formatResultSummary,
  formatResultVerbose,
  validateRules,
} from '@windhover/ruleset';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { createProductEnvironment } from '../rules/product-environment.ts';
import { readRulesFiles, UnreadableRulesError, type RulesFileText } from '../rules/read-rules-files.ts';

export interface ValidateCommandOptions {
  /** Print what Falco prints instead of diagnostics. */
  readonly falco?: boolean;
  readonly json?: boolean;
  readonly compatibility?: Compatibility;
}

/** Validate rules files, each on top of the earlier ones. Exit code 1 when one has an error. */
export async function validate(
  paths: readonly string[],
  options: ValidateCommandOptions,
  io: CommandIo,
): Promise<number> {
  let files: RulesFileText[];
  try {
    files = readRulesFiles(paths, io.cwd);
  } catch (error) {
    if (!(error instanceof UnreadableRulesError)) throw error;
    await writeText(io.stderr, `${error.message}\n`);
    return EXIT.failure;
  }
  const environment = createProductEnvironment({
    compatibility: options.compatibility ?? 'fixed',
    appendOutput: [],
  });
  if (options.falco === true || options.json === true)
    return validateAsFalco(files, environment, options, io);
  const diagnostics = validateRules(
    files.map(({ name, bytes }) => createByteSource(name, bytes)),
    environment,
  );
  for (const diagnostic of diagnostics)
    await writeText(io.stdout, `${renderDiagnostic(diagnostic, { color: io.useColor })}\n`);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const counts = `${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${plural(diagnostics.length - errors - warnings, 'hint')}`;
  await writeText(io.stdout, `${plural(files.length, 'file')}: ${counts}\n`);
  return errors > 0 ? EXIT.failure : EXIT.ok;
}

async function validateAsFalco(
  files: readonly RulesFileText[],
  environment: ReturnType<typeof createProductEnvironment>,
  options: ValidateCommandOptions,
  io: CommandIo,
): Promise<number> {
  const loader = createRulesetLoader(environment);
  const results = files.map(({ name, bytes }) => loader.load(createByteSource(name, bytes)));
  const fatal = loader.fatalError();
  if (fatal !== undefined) {
    // What Falco calls a runtime error is a line of its log, without the word before it.
    await writeText(io.stderr, `${fatal.startsWith('Runtime error: ') ? '' : 'Error: '}${fatal}\n`);
    return EXIT.failure;
  }
  const text =
    options.json === true
      ? `{"falco_load_results":[${results.map(formatResultJson).join(',')}]}\n`
      : `${results.map((result) => (result.successful && result.warnings.length > 0 ? formatResultSummary(result) : formatResultVerbose(result))).join('\n')}\n`;
  await writeText(io.stdout, text);
  return results.every((result) => result.successful) ? EXIT.ok : EXIT.failure;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
