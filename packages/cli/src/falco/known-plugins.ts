// The Falco plugins that built-in event sources stand for: what `--list-plugins` and `--plugin-info` tell of them.
import { eventSources, listSatisfiedPlugins } from '@windhover/event-sources';

/** The type that `init_config` must give a key; unknown keys are let through. */
export type InitConfigType = 'boolean' | 'integer' | 'string' | 'object' | 'array';

export interface KnownPlugin {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The event source it brings; undefined for plugins that only extract fields. */
  readonly source?: { readonly id: number; readonly name: string };
  readonly initConfig: Readonly<Record<string, InitConfigType>>;
}

/** Numbers under which plugins are registered with Falco. */
const UNREGISTERED = 999;
const SOURCE_IDS: Readonly<Record<string, number>> = {
  k8saudit: 1,
  cloudtrail: 2,
  okta: 7,
  github: 8,
  'k8saudit-eks': 9,
  gcpaudit: 12,
};

const INIT_CONFIG: Readonly<Record<string, KnownPlugin['initConfig']>> = {
  cloudtrail: {
    s3DownloadConcurrency: 'integer',
    s3Interval: 'string',
    s3AccountList: 'string',
    sqsDelete: 'boolean',
    useS3SNS: 'boolean',
    sqsOwnerAccount: 'string',
    useAsync: 'boolean',
    aws: 'object',
  },
  json: { useAsync: 'boolean' },
  k8saudit: {
    sslCertificate: 'string',
    useAsync: 'boolean',
    maxEventSize: 'integer',
    webhookMaxBatchSize: 'integer',
  },
  okta: {
    organization: 'string',
    api_token: 'string',
    cache_expiration: 'integer',
    cache_usermaxsize: 'integer',
    refresh_interval: 'integer',
    useAsync: 'boolean',
  },
  github: {
    websocketServerURL: 'string',
    secretsDir: 'string',
    useHTTPs: 'boolean',
    useAsync: 'boolean',
    token: 'string',
  },
  gcpaudit: {
    project_id: 'string',
    credentials_file: 'string',
    num_goroutines: 'integer',
    max_outstanding_messages: 'integer',
    useAsync: 'boolean',
  },
};

/** Every plugin that a configuration may name. */
export const knownPlugins: readonly KnownPlugin[] = listSatisfiedPlugins().map(({ name, version }) => {
  const source = eventSources.find(
    ({ plugin, satisfies = [] }) => plugin.name === name || satisfies.some((item) => item.name === name),
  );
  return {
    name,
    version,
    description: source?.description ?? 'Fields of any event whose payload is JSON',
    ...(source === undefined ? {} : { source: { id: SOURCE_IDS[name] ?? UNREGISTERED, name: source.name } }),
    initConfig: INIT_CONFIG[name] ?? {},
  };
});

/** The plugin that a library path names by its file: `…/libcloudtrail.so` is the plugin `cloudtrail`. */
export function findPluginOfLibrary(path: string): KnownPlugin | undefined {
  const name = /(?:^|\/)lib([^/]+)\.so$/.exec(path)?.[1];
  return knownPlugins.find((plugin) => plugin.name === name);
}
