// Configuration → ingests.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { IngestSettings, OwnSettings, PluginSettings } from '@windhover/config';
import { eventSources } from '@windhover/event-sources';
import {
  createAzureBlobIngest,
  createEventHubsIngest,
  createFileIngest,
  createFollowIngest,
  createPubSubIngest,
  createS3Ingest,
  createSqsIngest,
  openBlobContainer,
  openEventHubConsumer,
  parseInterval,
  parseS3Url,
  preparePubSub,
  startHttpIngest,
} from '@windhover/ingest';
import type { Ingest, PositionStore, UnavailablePolicy } from '@windhover/pipeline';
import type { AwsClients } from './create-clients.ts';
import { readPluginIngest } from './read-plugin-ingest.ts';

export interface BuildIngestsOptions {
  readonly own: OwnSettings;
  readonly plugins: readonly PluginSettings[];
  readonly clients: AwsClients;
  /** Where ingests remember how far they are; without it they begin anew. */
  readonly positions?: PositionStore;
  readonly stdin: Readable;
  readonly cwd: string;
  readonly nowMs: number;
}

/** A setting that cannot work, with a sentence for the user. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** The ingests of `ingest:`, and those that Falco's `plugins:` ask for. Throws a `SettingError`. */
export async function buildIngests(options: BuildIngestsOptions): Promise<Ingest[]> {
  const fromPlugins = options.plugins.flatMap((plugin) => readPluginIngest(plugin) ?? []);
  const settings: readonly IngestSettings[] = [...options.own.ingest, ...fromPlugins];
  const ingests: Ingest[] = [];
  try {
    for (const item of settings) ingests.push(await buildIngestOrExplain(item, options));
  } catch (error) {
    // A server that listens already would keep the process alive.
    await Promise.all(ingests.map((ingest) => ingest.close()));
    throw error;
  }
  return ingests;
}

/** Clients throw plain errors for connection strings and the like that they cannot read. */
async function buildIngestOrExplain(item: IngestSettings, options: BuildIngestsOptions): Promise<Ingest> {
  try {
    return await buildIngest(item, options);
  } catch (error) {
    if (error instanceof SettingError || !(error instanceof Error)) throw error;
    throw new SettingError(`ingest ${item.type}: ${error.message}`);
  }
}

async function buildIngest(item: IngestSettings, options: BuildIngestsOptions): Promise<Ingest> {
  switch (item.type) {
    case 'aws_sqs':
      return buildSqsIngest(item, options.clients);
    case 'aws_s3':
      return buildS3Ingest(item, options);
    case 'file':
      return buildFileIngest(item, options);
    case 'http':
      return startHttpIngest({
        host: item.listen_host,
        port: item.listen_port,
        sourceNames: eventSources.map(({ name }) => name),
        ...(item.bearer_token === undefined ? {} : { bearerToken: item.bearer_token }),
        ...readTls(item, options.cwd),
        maxBodyBytes: item.max_body_bytes,
        maxPending: item.max_pending,
        retryAfterSeconds: item.retry_after_seconds,
      });
    case 'azure_blob':
      return buildBlobIngest(item, options.positions);
    case 'azure_event_hubs':
      return buildEventHubsIngest(item);
    case 'gcp_pubsub':
      return buildPubSubIngest(item);
  }
}

function buildFileIngest(
  item: Extract<IngestSettings, { type: 'file' }>,
  options: BuildIngestsOptions,
): Ingest {
  const { own, positions, stdin, cwd } = options;
  const path = item.path === '-' ? item.path : resolve(cwd, item.path);
  const sourceName = item.source === undefined ? {} : { sourceName: item.source };
  if (item.follow) return createFollowIngest({ path, ...(positions && { positions }), ...sourceName });
  return createFileIngest({ paths: [path], stdin, compatibility: own.compatibility, ...sourceName });
}

/** What the configuration calls it when an object cannot be read → what the pipeline calls it. */
const UNAVAILABLE_POLICIES = {
  dead_letter: 'dead-letter',
  retry: 'release',
  skip: 'skip',
} as const satisfies Readonly<Record<string, UnavailablePolicy>>;

function buildSqsIngest(item: Extract<IngestSettings, { type: 'aws_sqs' }>, clients: AwsClients): Ingest {
  const { region, endpoint, assume_role_arn } = item;
  const queue =
    item.queue_url !== undefined
      ? { url: item.queue_url }
      : {
          name: item.queue_name!,
          ...(item.queue_owner_account === undefined ? {} : { ownerAccount: item.queue_owner_account }),
        };
  return createSqsIngest(
    {
      sqs: clients.sqs({ region: region ?? regionOfQueue(item.queue_url), endpoint, assume_role_arn }),
      s3For: (object) =>
        clients.s3({
          region: object.region ?? region,
          endpoint: item.s3_endpoint ?? endpoint,
          assume_role_arn,
          forcePathStyle: item.s3_force_path_style,
        }),
    },
    {
      queue,
      pollers: item.pollers,
      waitSeconds: item.wait_seconds,
      visibilitySeconds: item.visibility_timeout_seconds,
      maxInFlightMessages: item.max_in_flight,
      whenObjectGone: UNAVAILABLE_POLICIES[item.on_missing_object],
      whenObjectForbidden: UNAVAILABLE_POLICIES[item.on_forbidden_object],
    },
  );
}

/** The region in `https://sqs.REGION.amazonaws.com/…`, so that a queue URL alone is enough. */
function regionOfQueue(url: string | undefined): string | undefined {
  return url === undefined ? undefined : /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com/.exec(url)?.[1];
}

function buildS3Ingest(
  item: Extract<IngestSettings, { type: 'aws_s3' }>,
  options: BuildIngestsOptions,
): Ingest {
  const { own, clients, positions, nowMs } = options;
  const location = parseS3Url(item.uri);
  if (location === undefined) throw new SettingError(`${item.uri} is not s3://BUCKET[/PREFIX]`);
  const interval = parseInterval(item.interval, nowMs, own.compatibility);
  return createS3Ingest(
    clients.s3({
      region: item.region,
      endpoint: item.endpoint,
      assume_role_arn: item.assume_role_arn,
      forcePathStyle: item.force_path_style,
    }),
    {
      ...location,
      compatibility: own.compatibility,
      accounts: item.accounts,
      regions: item.regions,
      concurrency: item.concurrency,
      ...(interval === undefined ? {} : { interval }),
      ...(positions === undefined ? {} : { checkpoint: positions }),
    },
  );
}

async function buildBlobIngest(
  item: Extract<IngestSettings, { type: 'azure_blob' }>,
  positions: PositionStore | undefined,
): Promise<Ingest> {
  const container = await openBlobContainer(item.connection_string, item.container);
  return createAzureBlobIngest(container, {
    prefix: item.prefix,
    pollIntervalMs: item.poll_interval,
    ...(positions && { positions }),
  });
}

async function buildEventHubsIngest(
  item: Extract<IngestSettings, { type: 'azure_event_hubs' }>,
): Promise<Ingest> {
  const consumer = await openEventHubConsumer({
    connectionString: item.connection_string,
    consumerGroup: item.consumer_group,
    checkpoints: {
      connectionString: item.checkpoint_connection_string,
      container: item.checkpoint_container,
    },
    ...(item.event_hub === undefined ? {} : { eventHub: item.event_hub }),
  });
  return createEventHubsIngest(consumer);
}

async function buildPubSubIngest(item: Extract<IngestSettings, { type: 'gcp_pubsub' }>): Promise<Ingest> {
  const openSubscription = await preparePubSub({
    subscription: item.subscription,
    maxMessages: item.max_in_flight,
    ...(item.endpoint === undefined ? {} : { endpoint: item.endpoint }),
  });
  return createPubSubIngest(openSubscription);
}

function readTls(item: Extract<IngestSettings, { type: 'http' }>, cwd: string): object {
  if (item.tls_certificate_file === undefined || item.tls_key_file === undefined) return {};
  const read = (path: string): string => readFileSync(resolve(cwd, path), 'utf8');
  const clientCa = item.tls_client_ca_file === undefined ? {} : { clientCa: read(item.tls_client_ca_file) };
  return { tls: { certificate: read(item.tls_certificate_file), key: read(item.tls_key_file), ...clientCa } };
}
