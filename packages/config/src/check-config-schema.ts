// Whether a configuration has the shape that Falco knows; never an error, only a word in the log.
import { decodeBoolean, decodeUnsigned } from './decode-scalar.ts';
import { createNode, NO_MARK, type ConfigNode } from './config-node.ts';

/** A shape. Scalars are weakly typed: text that looks like a number or boolean may stand for one. */
export type ConfigSchema =
  | { readonly type: 'boolean' | 'integer' | 'any' }
  | { readonly type: 'string'; readonly oneOf?: readonly string[] }
  | { readonly type: 'either'; readonly of: readonly ConfigSchema[] }
  | { readonly type: 'array'; readonly items: ConfigSchema }
  | {
      readonly type: 'object';
      readonly properties?: Readonly<Record<string, ConfigSchema>>;
      readonly additional?: ConfigSchema;
    };

const STRING = { type: 'string' } as const;
const BOOLEAN = { type: 'boolean' } as const;
const INTEGER = { type: 'integer' } as const;
const ANY = { type: 'any' } as const;
const STRINGS = { type: 'array', items: STRING } as const;
const OBJECTS = { type: 'array', items: { type: 'object', additional: ANY } } as const;
const FREE = { type: 'object', additional: ANY } as const;

function object(properties: Readonly<Record<string, ConfigSchema>>): ConfigSchema {
  return { type: 'object', properties };
}

const INCLUDED_FILE = object({
  path: STRING,
  strategy: { type: 'string', oneOf: ['append', 'override', 'add-only'] },
});
const SELECTION = object({ rule: STRING, tag: STRING });

/** Falco's keys, and ours beside them. */
export const CONFIG_SCHEMA: ConfigSchema = object({
  append_output: {
    type: 'array',
    items: object({
      match: object({ source: STRING, tags: STRINGS, rule: STRING }),
      extra_output: STRING,
      extra_fields: { type: 'array', items: ANY },
      suggested_output: BOOLEAN,
    }),
  },
  static_fields: { type: 'object', additional: STRING },
  config_files: { type: 'array', items: { type: 'either', of: [STRING, INCLUDED_FILE] } },
  watch_config_files: BOOLEAN,
  rules_files: STRINGS,
  rules: { type: 'array', items: object({ enable: SELECTION, disable: SELECTION }) },
  engine: object({ kind: STRING, kmod: FREE, ebpf: FREE, modern_ebpf: FREE, replay: FREE, gvisor: FREE }),
  capture: object({ enabled: BOOLEAN, path_prefix: STRING, mode: STRING, default_duration: INTEGER }),
  load_plugins: STRINGS,
  plugins: {
    type: 'array',
    items: object({ name: STRING, library_path: STRING, init_config: ANY, open_params: STRING }),
  },
  plugins_hostinfo: BOOLEAN,
  time_format_iso_8601: BOOLEAN,
  priority: STRING,
  json_output: BOOLEAN,
  json_include_output_property: BOOLEAN,
  json_include_message_property: BOOLEAN,
  json_include_output_fields_property: BOOLEAN,
  json_include_tags_property: BOOLEAN,
  buffered_outputs: BOOLEAN,
  rule_matching: STRING,
  outputs_queue: object({ capacity: INTEGER }),
  stdout_output: object({ enabled: BOOLEAN }),
  syslog_output: object({ enabled: BOOLEAN }),
  file_output: object({ enabled: BOOLEAN, keep_alive: BOOLEAN, filename: STRING }),
  program_output: object({ enabled: BOOLEAN, keep_alive: BOOLEAN, program: STRING }),
  http_output: object({
    enabled: BOOLEAN,
    url: STRING,
    user_agent: STRING,
    insecure: BOOLEAN,
    ca_cert: STRING,
    ca_bundle: STRING,
    ca_path: STRING,
    mtls: BOOLEAN,
    client_cert: STRING,
    client_key: STRING,
    echo: BOOLEAN,
    compress_uploads: BOOLEAN,
    keep_alive: BOOLEAN,
    max_consecutive_timeouts: INTEGER,
  }),
  webserver: object({
    enabled: BOOLEAN,
    threadiness: INTEGER,
    listen_port: INTEGER,
    listen_address: STRING,
    k8s_healthz_endpoint: STRING,
    prometheus_metrics_enabled: BOOLEAN,
    ssl_enabled: BOOLEAN,
    ssl_certificate: STRING,
  }),
  log_stderr: BOOLEAN,
  log_syslog: BOOLEAN,
  log_level: STRING,
  libs_logger: object({ enabled: BOOLEAN, severity: STRING }),
  output_timeout: INTEGER,
  syscall_event_timeouts: object({ max_consecutives: INTEGER }),
  syscall_event_drops: FREE,
  metrics: object({
    enabled: BOOLEAN,
    interval: STRING,
    output_rule: BOOLEAN,
    output_file: STRING,
    rules_counters_enabled: BOOLEAN,
    resource_utilization_enabled: BOOLEAN,
    state_counters_enabled: BOOLEAN,
    kernel_event_counters_enabled: BOOLEAN,
    kernel_event_counters_per_cpu_enabled: BOOLEAN,
    libbpf_stats_enabled: BOOLEAN,
    plugins_metrics_enabled: BOOLEAN,
    jemalloc_stats_enabled: BOOLEAN,
    convert_memory_to_mb: BOOLEAN,
    include_empty_values: BOOLEAN,
  }),
  base_syscalls: FREE,
  falco_libs: FREE,
  container_engines: FREE,
  ingest: OBJECTS,
  sinks: OBJECTS,
  routes: OBJECTS,
  dead_letter: FREE,
  state: FREE,
  event_sources: FREE,
  workers: INTEGER,
  compatibility: STRING,
  drain_timeout: STRING,
});

/** Falco's word for a file: `ok`, or `failed for CONTEXT: DESCRIPTION` (the first one). An empty file is no map. */
export function checkConfigSchema(root: ConfigNode | undefined): string {
  const failure = findFailure(root ?? createNode('null', NO_MARK), CONFIG_SCHEMA, '<root>');
  return failure === undefined ? 'ok' : `failed for ${failure}`;
}

function findFailure(node: ConfigNode, schema: ConfigSchema, context: string): string | undefined {
  if (schema.type === 'either') {
    const failures = schema.of.map((item) => findFailure(node, item, context));
    return failures.includes(undefined) ? undefined : failures[0];
  }
  if (!hasType(node, schema)) return `${context}: Value type not permitted by 'type' constraint.`;
  if (schema.type === 'string' && schema.oneOf?.includes(node.text) === false)
    return `${context}: Failed to match against any enum values.`;
  if (schema.type === 'array') {
    for (const [index, item] of node.items.entries()) {
      const failure = findFailure(item, schema.items, `${context}[${index}]`);
      if (failure !== undefined) return failure;
    }
  }
  if (schema.type !== 'object') return undefined;
  for (const [name, value] of node.members) {
    const known = schemaOf(name, schema);
    if (known === undefined) continue;
    const failure = findFailure(value, known, `${context}[${name}]`);
    if (failure !== undefined) return failure;
  }
  const unknown =
    [...node.members.keys()].find((name) => schemaOf(name, schema) === undefined) ??
    (node.hasDuplicates ? '' : undefined);
  return unknown === undefined
    ? undefined
    : `${context}: Object contains a property that could not be validated using 'properties' or 'additionalProperties' constraints: '${unknown}'.`;
}

/** The shape of a member; undefined for one that the schema does not know. */
export function schemaOf(
  name: string,
  { properties = {}, additional }: Extract<ConfigSchema, { readonly type: 'object' }>,
): ConfigSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : additional;
}

/** Whether a value is of the kind that a shape asks for, whatever it holds. */
export function hasType(
  node: ConfigNode,
  schema: Exclude<ConfigSchema, { readonly type: 'either' }>,
): boolean {
  switch (schema.type) {
    case 'any':
      return true;
    case 'string':
      return node.kind === 'scalar';
    case 'boolean':
      return (
        node.kind === 'scalar' && decodeBoolean(node.text) !== undefined && /^(?:true|false)$/.test(node.text)
      );
    case 'integer':
      return (
        node.kind === 'scalar' && (decodeUnsigned(node.text) !== undefined || /^-[0-9]+$/.test(node.text))
      );
    case 'array':
      return node.kind === 'sequence';
    case 'object':
      return node.kind === 'map';
  }
}
