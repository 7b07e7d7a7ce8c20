// What the keys of `falco.yaml` ask for (spec outputs.md §5, §6, §11).
import { PRIORITIES, type AppendOutput, type Priority } from '@windhover/ruleset';
import { ConfigError } from './config-error.ts';
import { describeStepIntoScalar } from './apply-option.ts';
import { decodeBoolean } from './decode-scalar.ts';
import { badConversion, scalarText, type ConfigReader } from './config-reader.ts';
import { toPlain, type ConfigNode } from './config-node.ts';

export const LOG_LEVELS = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'info',
  'debug',
] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface FalcoSettings {
  readonly rulesFiles: readonly string[];
  readonly selection: readonly SelectionEntry[];
  readonly plugins: readonly PluginSettings[];
  readonly json: JsonOutputSettings;
  readonly timeFormatIso8601: boolean;
  /** Rules less severe than this are loaded, but never run. */
  readonly priority: Priority;
  readonly ruleMatching: 'first' | 'all';
  readonly appendOutput: readonly AppendOutput[];
  /** Constant fields `static.NAME`. */
  readonly staticFields: ReadonlyMap<string, string>;
  readonly outputs: OutputSettings;
  readonly log: { readonly stderr: boolean; readonly level: LogLevel };
  readonly webserver: WebserverSettings;
  readonly watchConfigFiles: boolean;
  /** `metrics:`: a snapshot as an alert each interval. */
  readonly metrics: MetricsSettings;
}

export interface MetricsSettings {
  readonly enabled: boolean;
  readonly interval: string;
  readonly outputRule: boolean;
  /** Counters of rules, those at zero too where they are asked for. */
  readonly countsRules: boolean;
  readonly includesEmpty: boolean;
}

/** One step of `rules:`; enable wins when both are given. */
export interface SelectionEntry {
  readonly enable: boolean;
  readonly rule?: string;
  readonly tag?: string;
}

export interface PluginSettings {
  readonly name: string;
  readonly libraryPath: string;
  /** `init_config` as data: a map, or the text of one. */
  readonly initConfig: unknown;
  readonly openParams: string;
}

export interface JsonOutputSettings {
  readonly enabled: boolean;
  readonly includeOutput: boolean;
  readonly includeMessage: boolean;
  readonly includeFields: boolean;
  readonly includeTags: boolean;
}

export interface OutputSettings {
  readonly stdout: boolean;
  readonly syslog: boolean;
  readonly file?: { readonly filename: string; readonly keepAlive: boolean };
  readonly program?: { readonly command: string; readonly keepAlive: boolean };
  readonly http?: HttpOutputSettings;
}

export interface HttpOutputSettings {
  readonly url: string;
  readonly userAgent: string;
  readonly insecure: boolean;
  readonly caFile: string;
  readonly mtls: boolean;
  readonly clientCertificateFile: string;
  readonly clientKeyFile: string;
  readonly echo: boolean;
}

export interface WebserverSettings {
  readonly enabled: boolean;
  readonly listenAddress: string;
  readonly listenPort: number;
  readonly healthzEndpoint: string;
  readonly prometheusMetrics: boolean;
  /** HTTPS with the certificate and key of this PEM file; undefined for HTTP. */
  readonly certificateFile: string | undefined;
}

const ENGINE_KINDS = ['kmod', 'modern_ebpf', 'replay', 'gvisor', 'ebpf', 'nodriver'];

/** Read all Falco keys. `name` is the file as errors call it. Throws a `ConfigError` with Falco's text. */
export function readFalcoSettings(reader: ConfigReader, name: string): FalcoSettings {
  const inFile = createFileError(name);
  const log = readLogSettings(reader);
  checkEngineKind(reader, inFile);
  const rulesFiles = readRulesFiles(reader, inFile);
  const json = {
    enabled: reader.boolean('json_output', false),
    includeOutput: reader.boolean('json_include_output_property', true),
    includeMessage: reader.boolean('json_include_message_property', false),
    includeFields: reader.boolean('json_include_output_fields_property', true),
    includeTags: reader.boolean('json_include_tags_property', true),
  };
  reader.unsigned('outputs_queue.capacity', 0);
  const timeFormatIso8601 = reader.boolean('time_format_iso_8601', false);
  const outputs = readOutputs(reader, inFile);
  const webserver = readWebserver(reader);
  checkCaptureMode(reader, inFile);
  const priority = readPriority(reader);
  const ruleMatching = readRuleMatching(reader);
  const plugins = readPlugins(reader);
  const appendOutput = reader.nodes('append_output').map(readAppendOutput);
  return {
    rulesFiles,
    selection: reader.nodes('rules').flatMap(readSelectionEntry),
    plugins,
    json,
    timeFormatIso8601,
    priority,
    ruleMatching,
    appendOutput,
    staticFields: readStaticFields(reader),
    outputs,
    log,
    webserver,
    watchConfigFiles: reader.boolean('watch_config_files', true),
    metrics: {
      enabled: reader.boolean('metrics.enabled', false),
      interval: reader.text('metrics.interval', '1h'),
      outputRule: reader.boolean('metrics.output_rule', false),
      countsRules: reader.boolean('metrics.rules_counters_enabled', true),
      includesEmpty: reader.boolean('metrics.include_empty_values', false),
    },
  };
}

/** All that `readFalcoSettings` would stumble over, not only the first: one mistake for each key. */
export function listFalcoErrors(reader: ConfigReader, name: string): ConfigError[] {
  const inFile = createFileError(name);
  const checks: readonly (() => unknown)[] = [
    () => readLogSettings(reader),
    () => checkEngineKind(reader, inFile),
    () => readRulesFiles(reader, inFile),
    () => readOutputs(reader, inFile),
    () => readWebserver(reader),
    () => checkCaptureMode(reader, inFile),
    () => readPriority(reader),
    () => readRuleMatching(reader),
    () => readPlugins(reader),
    () => reader.nodes('append_output').map(readAppendOutput),
    () => reader.nodes('rules').map(readSelectionEntry),
    () => readStaticFields(reader),
  ];
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return [error];
      throw error;
    }
  });
}

/** Makes a mistake in a file, at the place of `node` when it is given. */
type FileError = (message: string, node?: ConfigNode) => ConfigError;

function createFileError(name: string): FileError {
  return (message, node) => new ConfigError(`Error reading config file (${name}): ${message}`, node?.mark);
}

function checkEngineKind(reader: ConfigReader, inFile: FileError): void {
  const kind = reader.text('engine.kind', 'kmod');
  if (ENGINE_KINDS.includes(kind)) return;
  throw inFile(`engine.kind '${kind}' is not a valid kind.`, reader.find('engine.kind'));
}

function checkCaptureMode(reader: ConfigReader, inFile: FileError): void {
  const mode = reader.text('capture.mode', 'rules');
  if (mode === 'rules' || mode === 'all_rules') return;
  throw inFile(`capture.mode '${mode}' is not a valid mode.`, reader.find('capture.mode'));
}

/** The keys that everything else is logged by: Falco reads them first. */
export function readLogSettings(reader: ConfigReader): FalcoSettings['log'] {
  const level = readLogLevel(reader);
  return { stderr: reader.boolean('log_stderr', false), level };
}

function readLogLevel(reader: ConfigReader): LogLevel {
  const level = reader.text('log_level', 'info');
  const known = LOG_LEVELS.find((item) => item === level);
  if (known === undefined)
    throw new ConfigError(`Unknown log level ${level}`, reader.find('log_level')?.mark);
  return known;
}

function readRulesFiles(reader: ConfigReader, inFile: FileError): string[] {
  if (reader.find('rules_files') !== undefined && reader.find('rules_file') !== undefined) {
    throw inFile("both 'rules_files' and 'rules_file' keys set", reader.find('rules_file'));
  }
  return [...reader.texts('rules_files'), ...reader.texts('rules_file')];
}

function readOutputs(reader: ConfigReader, inFile: FileError): OutputSettings {
  const file = reader.boolean('file_output.enabled', false);
  const filename = reader.text('file_output.filename', '');
  if (file && filename === '')
    throw inFile('file output enabled but no filename in configuration block', reader.find('file_output'));
  const stdout = reader.boolean('stdout_output.enabled', false);
  const syslog = reader.boolean('syslog_output.enabled', false);
  const program = reader.boolean('program_output.enabled', false);
  const command = reader.text('program_output.program', '');
  if (program && command === '')
    throw inFile(
      'program output enabled but no program in configuration block',
      reader.find('program_output'),
    );
  const http = reader.boolean('http_output.enabled', false);
  const url = reader.text('http_output.url', '');
  if (http && url === '')
    throw inFile('http output enabled but no url in configuration block', reader.find('http_output'));
  return {
    stdout,
    syslog,
    ...(file ? { file: { filename, keepAlive: reader.text('file_output.keep_alive', '') === 'true' } } : {}),
    ...(program
      ? { program: { command, keepAlive: reader.text('program_output.keep_alive', '') === 'true' } }
      : {}),
    ...(http ? { http: readHttpOutput(reader, url) } : {}),
  };
}

function readHttpOutput(reader: ConfigReader, url: string): HttpOutputSettings {
  return {
    url: url.replace(/^(["'])([^]*)\1$/, '$2'),
    userAgent: reader.text('http_output.user_agent', 'falcosecurity/falco'),
    insecure: reader.boolean('http_output.insecure', false),
    caFile: reader.text('http_output.ca_cert', '') || reader.text('http_output.ca_bundle', ''),
    mtls: reader.boolean('http_output.mtls', false),
    clientCertificateFile: reader.text('http_output.client_cert', '/etc/ssl/certs/client.crt'),
    clientKeyFile: reader.text('http_output.client_key', '/etc/ssl/certs/client.key'),
    echo: reader.boolean('http_output.echo', false),
  };
}

function readWebserver(reader: ConfigReader): WebserverSettings {
  return {
    enabled: reader.boolean('webserver.enabled', false),
    listenAddress: reader.text('webserver.listen_address', '0.0.0.0'),
    listenPort: reader.unsigned('webserver.listen_port', 8765),
    healthzEndpoint: reader.text('webserver.k8s_healthz_endpoint', '/healthz'),
    prometheusMetrics: reader.boolean('webserver.prometheus_metrics_enabled', false),
    certificateFile: reader.boolean('webserver.ssl_enabled', false)
      ? reader.text('webserver.ssl_certificate', '/etc/falco/falco.pem')
      : undefined,
  };
}

function readPriority(reader: ConfigReader): Priority {
  const text = reader.text('priority', 'debug');
  const name = text.toLowerCase() === 'info' ? 'informational' : text.toLowerCase();
  const priority = PRIORITIES.find((item) => item.toLowerCase() === name);
  if (priority !== undefined) return priority;
  const names = PRIORITIES.map((item) => item.toLowerCase()).join(', ');
  throw new ConfigError(`Unknown priority "${text}"--must be one of ${names}`, reader.find('priority')?.mark);
}

function readRuleMatching(reader: ConfigReader): 'first' | 'all' {
  const text = reader.text('rule_matching', 'first');
  const name = text.toLowerCase();
  if (name === 'first' || name === 'all') return name;
  throw new ConfigError(
    `Unknown rule matching strategy "${text}"--must be one of first, all`,
    reader.find('rule_matching')?.mark,
  );
}

/** The plugins to load, in the order of `load_plugins` where it is given. */
function readPlugins(reader: ConfigReader): PluginSettings[] {
  const plugins = reader.nodes('plugins').map((node) => {
    const name = memberText(node, 'name');
    const libraryPath = memberText(node, 'library_path');
    if (name === undefined || libraryPath === undefined) throw badConversion(node);
    const initConfig = node.members.get('init_config');
    return {
      name,
      libraryPath,
      initConfig: initConfig === undefined ? undefined : toPlain(initConfig),
      openParams: (memberText(node, 'open_params') ?? '').trim(),
    };
  });
  if (reader.find('load_plugins') === undefined) return plugins;
  return reader.texts('load_plugins').map((name) => {
    const plugin = plugins.find((item) => item.name === name);
    if (plugin === undefined)
      throw new ConfigError(
        `Cannot load plugin '${name}': plugin config not found for given name`,
        reader.find('load_plugins')?.mark,
      );
    return plugin;
  });
}

function readStaticFields(reader: ConfigReader): Map<string, string> {
  const node = reader.find('static_fields');
  const entries = [...(node?.members ?? [])].filter(([, value]) => value.kind === 'scalar');
  return new Map(entries.map(([name, value]) => [name, value.text]));
}

/** One entry of `rules:`: a rule pattern, a tag, or both, one after the other. */
function readSelectionEntry(node: ConfigNode): SelectionEntry[] {
  if (node.kind !== 'map') throw isUnplaced(node) ? badConversion() : badConversion(node);
  const enable = node.members.get('enable');
  const chosen = enable ?? node.members.get('disable');
  const rule = chosen === undefined ? undefined : memberText(chosen, 'rule');
  const tag = chosen === undefined ? undefined : memberText(chosen, 'tag');
  const given = [...(rule ? [{ rule }] : []), ...(tag ? [{ tag }] : [])];
  if (given.length === 0) throw badConversion(node);
  return given.map((item) => ({ enable: enable !== undefined, ...item }));
}

function readAppendOutput(node: ConfigNode): AppendOutput {
  if (node.kind !== 'map') throw isUnplaced(node) ? badConversion() : badConversion(node);
  const match = node.members.get('match');
  if (match?.kind === 'scalar') throw new ConfigError(describeStepIntoScalar(match, 'source'), match.mark);
  const source = match === undefined ? undefined : memberText(match, 'source');
  const rule = match === undefined ? undefined : memberText(match, 'rule');
  const tags = match?.members.get('tags');
  const extra = node.members.get('extra_output');
  if (extra !== undefined && extra.kind !== 'scalar' && extra.kind !== 'null') throw badConversion(extra);
  const extraOutput = extra?.text;
  const extraFields = node.members.get('extra_fields');
  if (extraFields?.kind === 'scalar' || extraFields?.kind === 'map') throw badConversion(node);
  return {
    match: {
      ...(source === undefined ? {} : { source }),
      ...(rule === undefined ? {} : { rule }),
      ...(tags?.kind === 'sequence' ? { tags: tags.items.map(scalarText) } : {}),
    },
    ...(extraOutput ? { extraOutput } : {}),
    extraFields: readExtraFields(extraFields?.items ?? [], node),
    suggestedOutput: readFlag(node, 'suggested_output'),
  };
}

function readExtraFields(items: readonly ConfigNode[], entry: ConfigNode): AppendOutput['extraFields'] {
  const formatted = new Set<string>();
  return items.map((item) => {
    if (item.kind === 'scalar') return { field: item.text };
    const [member, second] = [...item.members];
    if (
      member === undefined ||
      second !== undefined ||
      member[1].kind !== 'scalar' ||
      formatted.has(member[0])
    ) {
      throw isUnplaced(entry)
        ? new ConfigError('yaml-cpp: error at line 1, column 1: bad conversion')
        : badConversion(entry);
    }
    formatted.add(member[0]);
    return { name: member[0], format: member[1].text };
  });
}

function isUnplaced(node: ConfigNode): boolean {
  return node.mark.line === 1 && node.mark.column === 1;
}

function readFlag(node: ConfigNode, name: string): boolean {
  const member = node.members.get(name);
  if (member === undefined) return false;
  const flag = decodeBoolean(member.text);
  if (flag === undefined) throw badConversion(member);
  return flag;
}

/** Text of a member; undefined when it is absent. Throws for a list or map; yaml-cpp reads null as the text `null`. */
function memberText(node: ConfigNode, name: string): string | undefined {
  const member = node.members.get(name);
  return member?.kind === 'null' ? 'null' : member && scalarText(member);
}
