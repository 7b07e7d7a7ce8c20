import type { InitConfig } from './init-config.ts';
import type { PluginReading } from './plugin-input.ts';

/** How a plugin calls the settings of a hub in its `init_config`. */
export interface EventHubNames {
  readonly connectionString: string;
  readonly hub: string;
  readonly checkpointConnectionString: string;
  readonly checkpointContainer: string;
}

/** A hub with connection strings, as plugins know it. */
export function readEventHubSettings(
  config: InitConfig,
  names: EventHubNames,
  source: string,
): PluginReading {
  const missing = Object.values(names).filter((name) => config.text(name) === '');
  if (missing.length > 0)
    return {
      problems: missing.map((name) => ({ path: ['init_config', name], message: 'expected a value' })),
    };
  return {
    ingest: {
      type: 'azure_event_hubs',
      connection_string: config.text(names.connectionString),
      event_hub: config.text(names.hub),
      checkpoint_connection_string: config.text(names.checkpointConnectionString),
      checkpoint_container: config.text(names.checkpointContainer),
      source,
    },
  };
}

/** `eventhub://NAMESPACE/HUB[?consumerGroup=NAME]`. */
export function parseEventHubUrl(
  text: string,
): { readonly namespace: string; readonly hub: string; readonly consumerGroup?: string } | undefined {
  const parts = /^eventhub:\/\/([^/?#]+)\/([^/?#]+)(?:\?consumerGroup=([^&#]+))?$/.exec(text);
  if (parts === null) return undefined;
  const [, namespace = '', hub = '', consumerGroup] = parts;
  return {
    namespace,
    hub,
    ...(consumerGroup !== undefined && { consumerGroup: decodeURIComponent(consumerGroup) }),
  };
}
