import { ownSchema, type IngestSettings, type PluginSettings } from '@windhover/config';

/** Plugins whose `open_params` name something to read events from, with the event source they bring. */
const SOURCES: Readonly<Record<string, string>> = {
  cloudtrail: 'aws_cloudtrail',
  k8saudit: 'k8s_audit',
  gcpaudit: 'gcp_auditlog',
  okta: 'okta',
};

/** The ingest that a Falco plugin's `open_params` and `init_config` stand for; undefined when it reads nothing. */
export function readPluginIngest(plugin: PluginSettings): IngestSettings | undefined {
  const source = SOURCES[plugin.name];
  const { openParams } = plugin;
  if (source === undefined || openParams === '') return undefined;
  const settings = describeIngest(plugin, source);
  const parsed = ownSchema.shape.ingest.parse([settings]);
  return parsed[0];
}

function describeIngest({ name, openParams, initConfig }: PluginSettings, source: string): unknown {
  const config = readInitConfig(initConfig);
  const aws =
    typeof config['aws'] === 'object' && config['aws'] !== null
      ? (config['aws'] as Record<string, unknown>)
      : {};
  const region = typeof aws['region'] === 'string' && aws['region'] !== '' ? { region: aws['region'] } : {};
  if (name === 'cloudtrail' && openParams.startsWith('sqs://')) {
    const owner = config['sqsOwnerAccount'];
    return {
      type: 'aws_sqs',
      queue_name: openParams.slice('sqs://'.length),
      ...(owner ? { queue_owner_account: owner } : {}),
      ...region,
    };
  }
  if (name === 'cloudtrail' && openParams.startsWith('s3://')) {
    const accounts = String(config['s3AccountList'] ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    return {
      type: 'aws_s3',
      uri: openParams,
      accounts,
      interval: String(config['s3Interval'] ?? ''),
      ...region,
    };
  }
  const listen = /^https?:\/\/([^:/]*):(\d+)/.exec(openParams);
  if (listen !== null)
    return { type: 'http', listen_host: listen[1] || '0.0.0.0', listen_port: Number(listen[2]) };
  return { type: 'file', path: openParams, source };
}

/** `init_config` is a map, or the text of one as JSON. */
function readInitConfig(config: unknown): Record<string, unknown> {
  if (typeof config === 'object' && config !== null) return config as Record<string, unknown>;
  if (typeof config !== 'string' || config.trim() === '') return {};
  try {
    return JSON.parse(config) as Record<string, unknown>;
  } catch {
    return {};
  }
}
