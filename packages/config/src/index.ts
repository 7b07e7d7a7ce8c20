// `falco.yaml` → the effective configuration. Our own keys are behind own.ts: their schema takes time to load.

// Loading
export {
  loadConfig,
  type ConfigFiles,
  type ConfigResult,
  type LoadConfigOptions,
  type LoadedConfig,
  type UnsetVariable,
} from './load-config.ts';
export type { ConfigReader } from './config-reader.ts';
export { toPlain, type ConfigNode } from './config-node.ts';
export { printConfig } from './print-config.ts';
export { formatKeyPath, locateKey, type KeyPath } from './locate-key.ts';
export { maskSecrets } from './mask-secrets.ts';

// Falco's keys
export { FALCO_KEYS, listKeyWarnings, type KeySupport } from './falco-keys.ts';
export { LOG_LEVELS } from './falco-settings.ts';
export type {
  FalcoSettings,
  HttpOutputSettings,
  JsonOutputSettings,
  LogLevel,
  MetricsSettings,
  OutputSettings,
  PluginSettings,
  SelectionEntry,
  WebserverSettings,
} from './falco-settings.ts';
export { CONFIG_SCHEMA, type ConfigSchema } from './check-config-schema.ts';

// Our own keys
export type { ConfigProblem } from './own-settings.ts';
export type {
  DeadLetterSettings,
  IngestSettings,
  OwnSettings,
  RouteSettings,
  SinkSettings,
} from './own-schema.ts';
export { parseDurationMs, parseMetricsInterval } from './duration.ts';
