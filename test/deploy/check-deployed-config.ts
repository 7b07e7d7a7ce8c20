// What can be said without a container of a configuration that is to be read in one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type LoadConfigOptions } from '@windhover/config';
import { checkConfig } from '@windhover/config/own';
import { parse } from 'yaml';

/** The repository. */
export const root = join(import.meta.dirname, '../..');

/** Variables that a deployment sets; one without a value is not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with it where only `environment` is set and rules are those of the image; empty when it is right. */
export function checkDeployedConfig(text: string, environment: Environment): string[] {
  const options: LoadConfigOptions = {
    path: 'windhover.yaml',
    options: [],
    files: {
      readText: (path) => (path === 'windhover.yaml' ? text : undefined),
      listFolder: () => undefined,
    },
    environment: (name) => environment[name] || undefined,
  };
  const { problems, warnings } = checkConfig(options);
  const loaded = loadConfig(options);
  const { rules_files: rulesFiles } = parse(text) as { rules_files: readonly string[] };
  return [
    ...problems.map(({ path, message }) => `${path}: ${message}`),
    ...warnings,
    ...(loaded.ok ? loaded.config.unsetVariables.map(({ name }) => `${name} is not set`) : []),
    ...rulesFiles
      .filter((path) => path.startsWith('/app/') && !existsSync(join(root, path.slice('/app/'.length))))
      .map((path) => `${path} is not in the image`),
  ];
}
