import type { InitConfigType, KnownPlugin } from './known-plugins.ts';

/** What Falco says of an `init_config` whose values have other types than the plugin's schema; undefined when they fit. */
export function checkInitConfig(plugin: KnownPlugin, initConfig: unknown): string | undefined {
  const config = readInitConfig(initConfig);
  if (config === undefined) return "In <root>, Value type not permitted by 'type' constraint.";
  for (const [name, value] of Object.entries(config)) {
    const type = plugin.initConfig[name];
    if (type !== undefined && !hasType(value, type))
      return `In <root>[${name}], Value type not permitted by 'type' constraint.`;
  }
  return undefined;
}

/** A map, or the text of one as JSON; empty and absent count as an empty map. */
function readInitConfig(config: unknown): Record<string, unknown> | undefined {
  if (config === undefined || config === null || config === '') return {};
  if (typeof config === 'object')
    return Array.isArray(config) ? undefined : (config as Record<string, unknown>);
  try {
    const parsed: unknown = JSON.parse(String(config));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Text that looks like a number or boolean may stand for one, as Falco turns YAML scalars into JSON. */
function hasType(value: unknown, type: InitConfigType): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'integer':
      return Number.isInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value));
    case 'string':
      return typeof value !== 'object';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}
