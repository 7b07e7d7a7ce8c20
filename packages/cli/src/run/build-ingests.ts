// Configuration → ingests.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { IngestSettings, OwnSettings } from '@windhover/config';
import { eventSources } from '@windhover/event-sources';
import { createFileIngest, createFollowIngest, parseInterval, parseS3Url } from '@windhover/ingest';
import {
  createAzureBlobIngest,
  createEventHubsIngest,
  createPubSubIngest,
  createS3Ingest,
  createSqsIngest,
  openBlobContainer,
  openEventHubConsumer,
  preparePubSub,
  startHttpIngest,
  type AzureSignIn,
  type StorageAccount,
} from '@windhover/ingest/services';
import type { Ingest, Metrics, PositionStore, UnavailablePolicy } from '@windhover/pipeline';
import type { AwsClients } from './create-clients.ts';

export interface BuildIngestsOptions {
  readonly own: OwnSettings;
  /** All that is read: `ingest:` and what plugins stand for. */
  readonly settings: readonly IngestSettings[];
  readonly clients: AwsClients;
  readonly metrics: Metrics;
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

/** Open all ingests. Assumes that `listRunProblems` found none. Throws a `SettingError`. */
export async function buildIngests(options: BuildIngestsOptions): Promise<Ingest[]> {
  const ingests: Ingest[] = [];
  try {
    for (const item of options.settings) ingests.push(await buildIngestOrExplain(item, options));
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
      return buildSqsIngest(item, options);
    case 'aws_s3':
      return buildS3Ingest(item, options);
    case 'file':
      return buildFileIngest(item, options);
    case 'http':
      return startHttpIngest({
        host: item.listen_host,
        port: item.listen_port,
        sourceNames: eventSources.map(({ name }) => name),
        paths: item.paths,
        ...(item.bearer_token === undefined ? {} : { bearerToken: item.bearer_token }),
        ...(item.github_secret === undefined ? {} : { githubSecret: item.github_secret }),
        ...readTls(item, options.cwd),
        maxBodyBytes: item.max_body_bytes,
        maxPending: item.max_pending,
        retryAfterSeconds: item.retry_after_seconds,
      });
    case 'azure_blob':
      return buildBlobIngest(item, options);
    case 'azure_event_hubs':
      return buildEventHubsIngest(item);
    case 'gcp_pubsub':
      return buildPubSubIngest(item, options.cwd);
  }
}

function buildFileIngest(
  item: Extract<IngestSettings, { type: 'file' }>,
  options: BuildIngestsOptions,
): Ingest {
  const { own, positions, stdin, cwd } = options;
  const path = item.path === '-' ? item.path : resolve(cwd, item.path);
  const sourceName = nameSource(item);
  if (item.follow) return createFollowIngest({ path, ...(positions && { positions }), ...sourceName });
  return createFileIngest({ paths: [path], stdin, compatibility: own.compatibility, ...sourceName });
}

/** What the configuration calls it when an object cannot be read → what the pipeline calls it. */
const UNAVAILABLE_POLICIES = {
  dead_letter: 'dead-letter',
  retry: 'release',
  skip: 'skip',
} as const satisfies Readonly<Record<string, UnavailablePolicy>>;

function buildSqsIngest(
  item: Extract<IngestSettings, { type: 'aws_sqs' }>,
  { clients, metrics }: BuildIngestsOptions,
): Ingest {
  const { region } = item;
  const queue =
    item.queue_url !== undefined
      ? { url: item.queue_url }
      : {
          name: item.queue_name!,
          ...(item.queue_owner_account === undefined ? {} : { ownerAccount: item.queue_owner_account }),
        };
  return createSqsIngest(
    {
      sqs: clients.sqs({ ...item, region: region ?? regionOfQueue(item.queue_url) }),
      s3For: (object) =>
        clients.s3({
          ...item,
          region: object.region ?? region,
          endpoint: item.s3_endpoint ?? item.endpoint,
          assume_role_arn: item.s3_assume_role_arn ?? item.assume_role_arn,
          forcePathStyle: item.s3_force_path_style,
        }),
    },
    {
      queue,
      pollers: item.pollers,
      waitSeconds: item.wait_seconds,
      visibilitySeconds: item.visibility_timeout_seconds,
      maxInFlightMessages: item.max_in_flight,
      deletesMessages: item.delete_messages,
      onMessage: (ageMs, name) => metrics.observe('queue_age_seconds', { queue: name }, ageMs / 1000),
      onDepth(depth, name) {
        for (const [state, messages] of Object.entries(depth))
          metrics.set('queue_messages', { queue: name, state }, messages);
      },
      whenObjectGone: UNAVAILABLE_POLICIES[item.on_missing_object],
      whenObjectForbidden: UNAVAILABLE_POLICIES[item.on_forbidden_object],
      ...nameSource(item),
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
  return createS3Ingest(clients.s3({ ...item, forcePathStyle: item.force_path_style }), {
    ...location,
    compatibility: own.compatibility,
    accounts: item.accounts,
    regions: item.regions,
    concurrency: item.concurrency,
    ...nameSource(item),
    ...(interval === undefined ? {} : { interval }),
    ...(positions === undefined ? {} : { checkpoint: positions }),
  });
}

async function buildBlobIngest(
  item: Extract<IngestSettings, { type: 'azure_blob' }>,
  { own, positions, nowMs }: BuildIngestsOptions,
): Promise<Ingest> {
  const account = describeAccount(item.connection_string, item.account, item);
  const container = await openBlobContainer(account, item.container);
  const interval = parseInterval(item.interval, nowMs, own.compatibility);
  return createAzureBlobIngest(container, {
    prefix: item.prefix,
    pollIntervalMs: item.poll_interval,
    ...nameSource(item),
    ...(interval !== undefined && { interval }),
    ...(positions && { positions }),
  });
}

async function buildEventHubsIngest(
  item: Extract<IngestSettings, { type: 'azure_event_hubs' }>,
): Promise<Ingest> {
  const { namespace, event_hub: eventHub } = item;
  const consumer = await openEventHubConsumer({
    hub:
      namespace !== undefined && eventHub !== undefined
        ? { namespace, eventHub, signIn: describeSignIn(item) }
        : { connectionString: item.connection_string ?? '', ...(eventHub !== undefined && { eventHub }) },
    consumerGroup: item.consumer_group,
    checkpoints: {
      ...describeAccount(item.checkpoint_connection_string, item.checkpoint_account, item),
      container: item.checkpoint_container,
    },
  });
  return createEventHubsIngest(consumer, { startPosition: item.start_position, ...nameSource(item) });
}

/** The schema sees to it that one of both is given. */
function describeAccount(
  connectionString: string | undefined,
  account: string | undefined,
  item: SignInSettings,
): StorageAccount {
  return account === undefined
    ? { connectionString: connectionString ?? '' }
    : { account, signIn: describeSignIn(item) };
}

type SignInSettings = Pick<
  Extract<IngestSettings, { type: 'azure_blob' | 'azure_event_hubs' }>,
  'sign_in' | 'client_id'
>;

function describeSignIn({ sign_in: kind, client_id: clientId }: SignInSettings): AzureSignIn {
  return { kind, ...(clientId !== undefined && { clientId }) };
}

async function buildPubSubIngest(
  item: Extract<IngestSettings, { type: 'gcp_pubsub' }>,
  cwd: string,
): Promise<Ingest> {
  const { project, credentials_file: credentials, endpoint } = item;
  const openSubscription = await preparePubSub({
    subscription: item.subscription,
    maxMessages: item.max_in_flight,
    ...(project !== undefined && { project }),
    ...(credentials !== undefined && { credentialsFile: resolve(cwd, credentials) }),
    ...(endpoint !== undefined && { endpoint }),
  });
  return createPubSubIngest(openSubscription, nameSource(item));
}

function nameSource({ source }: { readonly source?: string | undefined }): { readonly sourceName?: string } {
  return source === undefined ? {} : { sourceName: source };
}

function readTls(item: Extract<IngestSettings, { type: 'http' }>, cwd: string): object {
  if (item.tls_certificate_file === undefined || item.tls_key_file === undefined) return {};
  const read = (path: string): string => readFileSync(resolve(cwd, path), 'utf8');
  const clientCa = item.tls_client_ca_file === undefined ? {} : { clientCa: read(item.tls_client_ca_file) };
  return { tls: { certificate: read(item.tls_certificate_file), key: read(item.tls_key_file), ...clientCa } };
}
