// `windhover config`: whether a configuration is right, and what it comes to.
import { checkConfig, maskSecrets, printConfig, type ConfigProblem } from '@windhover/config';
import { createConfigFiles, loadSettings } from '../load-settings.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';

export interface ConfigCommandOptions {
  readonly config?: string;
  readonly option: readonly string[];
}

/** Print all mistakes of a configuration with their places; gives the exit code. */
export async function checkConfiguration(options: ConfigCommandOptions, io: CommandIo): Promise<number> {
  const { problems, warnings } = checkConfig({
    path: options.config,
    options: options.option,
    files: createConfigFiles(io.cwd),
    environment: (name) => io.env[name],
  });
  for (const warning of warnings) await writeText(io.stderr, `warning: ${warning}\n`);
  for (const problem of problems) await writeText(io.stdout, describeProblem(problem));
  if (problems.length > 0) return EXIT.failure;
  await writeText(io.stdout, `${options.config ?? 'the configuration'}: ok\n`);
  return EXIT.ok;
}

/** Print what a configuration comes to with its includes, environment and options; gives the exit code. */
export async function showConfiguration(options: ConfigCommandOptions, io: CommandIo): Promise<number> {
  const config = await loadSettings(options, io);
  if (config === undefined) return EXIT.failure;
  await writeText(io.stdout, printConfig(maskSecrets(config.root)));
  return EXIT.ok;
}

function describeProblem({ file, line, column, path, message }: ConfigProblem): string {
  const place = file === undefined ? '-o' : `${file}:${line}:${column}`;
  return `${place}: ${path === '' ? '' : `${path}: `}${message}\n`;
}
