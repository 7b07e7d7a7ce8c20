// The plugin `gcpaudit`: a Pub/Sub subscription (spec sources-gcp.md §3).
import type { PluginInput, PluginReading } from './plugin-input.ts';

export function readGcpAudit(plugin: PluginInput): PluginReading {
  return readPubSub(plugin, 'gcp_auditlog');
}

/** A subscription by its id. Without a project, that of the credentials counts. */
export function readPubSub({ openParams, config }: PluginInput, source: string): PluginReading {
  if (openParams === '') return {};
  const held = config.integer('max_outstanding_messages');
  return {
    ingest: {
      type: 'gcp_pubsub',
      subscription: openParams,
      ...(config.text('project_id') !== '' && { project: config.text('project_id') }),
      ...(config.text('credentials_file') !== '' && { credentials_file: config.text('credentials_file') }),
      ...(held !== undefined && held > 0 && { max_in_flight: held }),
      source,
    },
  };
}
