// What becomes of each of Falco's keys here; docs/reference/configuration-falco-keys.md says the same in words.
import type { ConfigNode } from './config-node.ts';

/**
 * `supported` keys do what they do in Falco; `warned` ones would ask for something that is not done here, which a
 * warning tells; `meaningless` ones speak of system calls or of Falco's own workings, which a
 * warning tells too.
 */
export type KeySupport = 'supported' | 'warned' | 'meaningless';

/** Keys and subtrees: the longest path that a key starts with counts. */
export const FALCO_KEYS: Readonly<Record<string, KeySupport>> = {
  append_output: 'supported',
  static_fields: 'supported',
  config_files: 'supported',
  watch_config_files: 'supported',
  rules_files: 'supported',
  rules_file: 'supported',
  rules: 'supported',
  load_plugins: 'supported',
  plugins: 'supported',
  time_format_iso_8601: 'supported',
  priority: 'supported',
  json_output: 'supported',
  json_include_output_property: 'supported',
  json_include_message_property: 'supported',
  json_include_output_fields_property: 'supported',
  json_include_tags_property: 'supported',
  rule_matching: 'supported',
  stdout_output: 'supported',
  syslog_output: 'supported',
  file_output: 'supported',
  program_output: 'supported',
  http_output: 'supported',
  'http_output.ca_path': 'warned',
  'http_output.compress_uploads': 'warned',
  'http_output.keep_alive': 'meaningless',
  'http_output.max_consecutive_timeouts': 'meaningless',
  webserver: 'supported',
  'webserver.threadiness': 'meaningless',
  log_stderr: 'supported',
  log_level: 'supported',
  log_syslog: 'warned',
  metrics: 'supported',
  'metrics.output_file': 'warned',
  'metrics.resource_utilization_enabled': 'meaningless',
  'metrics.state_counters_enabled': 'meaningless',
  'metrics.kernel_event_counters_enabled': 'meaningless',
  'metrics.kernel_event_counters_per_cpu_enabled': 'meaningless',
  'metrics.libbpf_stats_enabled': 'meaningless',
  'metrics.plugins_metrics_enabled': 'meaningless',
  'metrics.jemalloc_stats_enabled': 'meaningless',
  'metrics.convert_memory_to_mb': 'meaningless',
  buffered_outputs: 'meaningless',
  outputs_queue: 'meaningless',
  output_timeout: 'meaningless',
  engine: 'meaningless',
  capture: 'meaningless',
  plugins_hostinfo: 'meaningless',
  libs_logger: 'meaningless',
  base_syscalls: 'meaningless',
  syscall_event_timeouts: 'meaningless',
  syscall_event_drops: 'meaningless',
  falco_libs: 'meaningless',
  container_engines: 'meaningless',
};

/**
 * A sentence for each key that asks for something that is not done here, or that says nothing here. Keys beside an
 * `enabled: false` are passed over.
 */
export function listKeyWarnings(root: ConfigNode): string[] {
  return Object.entries(FALCO_KEYS)
    .filter(
      ([path, support]) =>
        support !== 'supported' && !isSwitchedOff(root, path) && asksForSomething(find(root, path)),
    )
    .map(([path, support]) => `${path} has no ${support === 'warned' ? 'effect' : 'meaning'} here`);
}

function find(root: ConfigNode, path: string): ConfigNode | undefined {
  let node: ConfigNode | undefined = root;
  for (const name of path.split('.')) node = node?.members.get(name);
  return node;
}

function isSwitchedOff(root: ConfigNode, path: string): boolean {
  const [parent = '', name] = path.split('.');
  const enabled = name === undefined ? undefined : find(root, `${parent}.enabled`);
  return enabled !== undefined && !asksForSomething(enabled);
}

function asksForSomething(node: ConfigNode | undefined): boolean {
  if (node === undefined || node.kind === 'null') return false;
  if (node.kind === 'scalar') return node.text !== '' && node.text !== 'false';
  const enabled = node.members.get('enabled');
  return enabled === undefined ? node.members.size > 0 : asksForSomething(enabled);
}
