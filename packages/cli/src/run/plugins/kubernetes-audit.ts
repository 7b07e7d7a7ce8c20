// The plugin `k8saudit` and its relatives for managed clusters (spec sources-k8s-okta-github.md §A.6, §A.7).
import { readEventHubSettings, type EventHubNames } from './event-hub.ts';
import { readPubSub } from './gcpaudit.ts';
import { refusePlugin, type PluginInput, type PluginReading } from './plugin-input.ts';

const SOURCE = 'k8s_audit';
const DEFAULT_CERTIFICATE = '/etc/falco/falco.pem';
const DEFAULT_BODY_BYTES = 12_582_912;

export function readKubernetesAudit(plugin: PluginInput): PluginReading {
  const { openParams } = plugin;
  if (openParams === '') return {};
  if (/^https?:\/\//.test(openParams)) return readWebhook(plugin);
  if (openParams.startsWith('file://'))
    return {
      ingest: { type: 'file', path: openParams.slice('file://'.length), follow: true, source: SOURCE },
    };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(openParams))
    return refusePlugin(['open_params'], 'expected http://, https:// or file://, a file or a folder');
  return { ingest: { type: 'file', path: openParams, source: SOURCE } };
}

/** `http://HOST:PORT/PATH`, the host and the port may be missing: `http://:9765/k8s-audit`. */
function readWebhook({ openParams, config }: PluginInput): PluginReading {
  const parts = /^(https?):\/\/(\[[^\]]*\]|[^:/]*)(?::(\d{1,5}))?(\/[^?#]*)?$/.exec(openParams);
  if (parts === null) return refusePlugin(['open_params'], 'expected http://HOST:PORT/PATH');
  const [, scheme, host = '', port, path = '/'] = parts;
  const isSecure = scheme === 'https';
  // One file holds the key and the certificate.
  const pem = config.text('sslCertificate') || DEFAULT_CERTIFICATE;
  return {
    ingest: {
      type: 'http',
      listen_host: host.replace(/^\[|\]$/g, '') || '0.0.0.0',
      listen_port: Number(port ?? (isSecure ? 443 : 80)),
      paths: { [path]: SOURCE },
      max_body_bytes: config.integer('webhookMaxBatchSize') ?? DEFAULT_BODY_BYTES,
      ...(isSecure && { tls_certificate_file: pem, tls_key_file: pem }),
    },
  };
}

/** GKE: log entries from Pub/Sub; `file://PATH` holds audit events. */
export function readKubernetesAuditOfGke(plugin: PluginInput): PluginReading {
  const { openParams } = plugin;
  if (openParams.startsWith('file://'))
    return { ingest: { type: 'file', path: openParams.slice('file://'.length), source: SOURCE } };
  const notes = plugin.config.flag('fetch_cluster_metadata', false)
    ? ['fetch_cluster_metadata is not done: fields of the cluster come from the labels of its log entries']
    : [];
  return { ...readPubSub(plugin, SOURCE), notes };
}

const AKS_NAMES: EventHubNames = {
  connectionString: 'event_hub_namespace_connection_string',
  hub: 'event_hub_name',
  checkpointConnectionString: 'blob_storage_connection_string',
  checkpointContainer: 'blob_storage_container_name',
};

/** AKS: Event Hubs; `open_params` says nothing. */
export function readKubernetesAuditOfAks({ config }: PluginInput): PluginReading {
  // Without settings the plugin is there for its fields only.
  if (!config.has(AKS_NAMES.connectionString)) return {};
  return readEventHubSettings(config, AKS_NAMES, SOURCE);
}

/** EKS keeps its audit log in CloudWatch Logs, which is not polled. */
export function readKubernetesAuditOfEks(): PluginReading {
  return {
    notes: [
      'CloudWatch Logs is not polled here: deliver the log group by a subscription to S3 with ingest aws_sqs, or to ingest http',
    ],
  };
}

/** OVH offers a web socket, which is not read. */
export function readKubernetesAuditOfOvh(): PluginReading {
  return { notes: ['web sockets are not read here: forward the stream to ingest http, path /k8s-audit'] };
}
