import { applyOption, readConfigFilesOption } from './apply-option.ts';
import { ConfigError, UnreadableConfigError } from './config-error.ts';
import { createNode, NO_MARK, type ConfigNode, type Mark } from './config-node.ts';
import { createConfigReader, type ConfigReader } from './config-reader.ts';
import { expandEnvironment, type EnvironmentLookup } from './expand-environment.ts';
import { checkConfigSchema } from './check-config-schema.ts';
import { readFalcoSettings, readLogSettings, type FalcoSettings } from './falco-settings.ts';
import { mergeConfig, readConfigFileReferences } from './merge-config.ts';
import { readConfigText } from './read-config-file.ts';

/** The file system as configuration needs it; paths are as the user wrote them. */
export interface ConfigFiles {
  /** The text of a file; undefined when it cannot be read. */
  readText(path: string): string | undefined;
  /** Paths of the regular files of a folder in byte order; undefined when it is no folder. */
  listFolder(path: string): readonly string[] | undefined;
}

export interface LoadConfigOptions {
  /** The main file, as given; undefined to start from an empty configuration. */
  readonly path: string | undefined;
  /** `-o KEY=VALUE`, in order. */
  readonly options: readonly string[];
  readonly files: ConfigFiles;
  readonly environment: EnvironmentLookup;
}

/** A file that was read, with the word or sentence that Falco logs about its schema. */
export interface ConfigFileStatus {
  readonly name: string;
  /** `ok` or `failed for <root>…`. */
  readonly schema: string;
}

/** A `${NAME}` in a value that stands for nothing. */
export interface UnsetVariable {
  readonly name: string;
  readonly mark: Mark;
}

export interface LoadedConfig {
  readonly settings: FalcoSettings;
  /** The merged tree, for our own keys and for printing. */
  readonly root: ConfigNode;
  readonly reader: ConfigReader;
  /** Sorted by name. */
  readonly files: readonly ConfigFileStatus[];
  /** Things to log before anything else. */
  readonly warnings: readonly string[];
  /** Variables that are not set, in the order of the files. */
  readonly unsetVariables: readonly UnsetVariable[];
}

export type ConfigResult =
  | { readonly ok: true; readonly config: LoadedConfig }
  | {
      readonly ok: false;
      readonly warnings: readonly string[];
      readonly message: string;
      /** The main file is not YAML: Falco tells that in a line of its own before its error. */
      readonly isUnreadable: boolean;
      /** Where the mistake stands, when that is known. */
      readonly mark?: Mark;
      /** The merged tree, when the mistake is in what keys say and not in how the tree came about. */
      readonly root?: ConfigNode;
      /** How to log the warnings, as far as the configuration could be read. */
      readonly log: FalcoSettings['log'];
    };

const DEPRECATED_RULES_FILE =
  "Using deprecated config key 'rules_file' (singular form). Please use new 'rules_files' config key (plural form).";

/**
 * Read the main file, merge what `config_files` names, apply the options, and read Falco's keys (spec outputs.md
 * §10.3, §11). Mistakes are reported with Falco's text, without the leading `Error: `.
 */
export function loadConfig(options: LoadConfigOptions): ConfigResult {
  const warnings: string[] = [];
  let log: FalcoSettings['log'] = { stderr: false, level: 'info' };
  let complete: ConfigNode | undefined;
  try {
    const files: ConfigFileStatus[] = [];
    const unsetVariables: UnsetVariable[] = [];
    const expand = (value: string, mark: Mark): string =>
      expandEnvironment(value, (name) => {
        const text = options.environment(name);
        if (text === undefined) unsetVariables.push({ name, mark });
        return text;
      });
    const root = readMainFile(options, expand, files);
    mergeConfigFiles(root, options, expand, files);
    for (const option of options.options) {
      if (readConfigFilesOption(option) === undefined) applyOption(root, option);
    }
    complete = root;
    const reader = createConfigReader(root);
    log = readLogSettings(reader);
    if (root.kind === 'map' && root.members.has('rules_file')) warnings.push(DEPRECATED_RULES_FILE);
    const settings = readFalcoSettings(reader, options.path ?? '');
    return {
      ok: true,
      config: { settings, root, reader, files: files.toSorted(byName), warnings, unsetVariables },
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      ok: false,
      warnings,
      message: error.message,
      isUnreadable: error instanceof UnreadableConfigError,
      ...(error.mark !== undefined && { mark: error.mark }),
      ...(complete !== undefined && { root: complete }),
      log,
    };
  }
}

/** Replaces variables in a value that stands at a place. */
type Expansion = (value: string, mark: Mark) => string;

function readMainFile(
  { path, files }: LoadConfigOptions,
  expand: Expansion,
  statuses: ConfigFileStatus[],
): ConfigNode {
  if (path === undefined) return createNode('map', NO_MARK);
  const text = files.readText(path);
  if (text === undefined) throw new ConfigError(`Could not find configuration file at ${path}`);
  const root = readFile(
    path,
    text,
    expand,
    statuses,
    ({ message, mark }) => new UnreadableConfigError(`Cannot read config file (${path}): ${message}`, mark),
  );
  return root.kind === 'map' ? root : createNode('map', NO_MARK);
}

function readFile(
  path: string,
  text: string,
  expand: Expansion,
  statuses: ConfigFileStatus[],
  describe: (error: ConfigError) => ConfigError,
): ConfigNode {
  try {
    const root = readConfigText(path, text, expand);
    statuses.push({ name: path, schema: checkConfigSchema(root) });
    return root ?? createNode('map', NO_MARK);
  } catch (error) {
    throw error instanceof ConfigError ? describe(error) : error;
  }
}

function mergeConfigFiles(
  root: ConfigNode,
  options: LoadConfigOptions,
  expand: Expansion,
  statuses: ConfigFileStatus[],
): void {
  const { files, path: mainPath } = options;
  const fromOptions = options.options.flatMap((option) => readConfigFilesOption(option) ?? []);
  const references = [
    ...readConfigFileReferences(root.members.get('config_files')),
    ...fromOptions.map((path) => ({ path, strategy: 'append' as const })),
  ];
  for (const { path, strategy } of references) {
    for (const file of files.listFolder(path) ?? [path]) {
      if (file === mainPath) {
        throw new ConfigError(
          `Config error: 'config_files' directive tried to recursively include main config file: ${file}.`,
        );
      }
      const text = files.readText(file);
      if (text === undefined) continue;
      const included = readFile(file, text, expand, statuses, (error) => error);
      if (included.kind === 'map' && included.members.has('config_files')) {
        throw new ConfigError(`Config error: 'config_files' directive in included config file ${file}.`);
      }
      mergeConfig(root, included, strategy);
    }
  }
}

function byName(a: ConfigFileStatus, b: ConfigFileStatus): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
