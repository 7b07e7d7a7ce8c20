// Keys of the entries of `ingest:`.
import { z } from 'zod';
import { aws, duration, nonEmpty, port, positive, source, text } from './schema-parts.ts';

const awsSqsIngest = z
  .strictObject({
    type: z.literal('aws_sqs'),
    queue_url: nonEmpty.optional().describe('URL of the queue'),
    queue_name: z.string().optional().describe('name of the queue, when the URL is not given'),
    queue_owner_account: text.optional().describe('account that owns the named queue'),
    ...aws,
    pollers: positive.max(64).default(2).describe('long polls at once'),
    wait_seconds: z.number().int().min(0).max(20).default(20).describe('how long a poll waits for messages'),
    visibility_timeout_seconds: z
      .number()
      .int()
      .min(10)
      .max(43200)
      .default(120)
      .describe('extended while work goes on'),
    max_in_flight: positive.default(64).describe('messages taken from the queue and not settled yet'),
    delete_messages: z
      .boolean()
      .default(true)
      .describe('false leaves messages in the queue after delivery: they come again'),
    s3_assume_role_arn: z
      .string()
      .optional()
      .describe('role for the objects, where it is not that for the queue: buckets of another account'),
    s3_endpoint: z.string().optional().describe('other end point for the objects'),
    s3_force_path_style: z.boolean().default(false).describe('address buckets in the path: for stand-ins'),
    on_missing_object: z
      .enum(['dead_letter', 'retry', 'skip'])
      .default('dead_letter')
      .describe('the object named in a message is gone (404)'),
    on_forbidden_object: z
      .enum(['dead_letter', 'retry', 'skip'])
      .default('retry')
      .describe('the object named in a message may not be read (403)'),
    source,
  })
  .refine((value) => (value.queue_url === undefined) !== (value.queue_name === undefined), {
    message: 'give either queue_url or queue_name',
  });

const awsS3Ingest = z.strictObject({
  type: z.literal('aws_s3'),
  uri: z
    .string()
    .regex(/^s3:\/\/./, 'expected s3://BUCKET[/PREFIX]')
    .describe('s3://BUCKET[/PREFIX]'),
  ...aws,
  force_path_style: z.boolean().default(false).describe('address the bucket in the path: for stand-ins'),
  accounts: z
    .array(text.pipe(z.string().regex(/^\d{12}$/, 'expected 12 digits')))
    .default([])
    .describe('only these accounts'),
  regions: z.array(z.string()).default([]).describe('only these regions'),
  interval: z
    .string()
    .default('')
    .describe("START or START-END as the cloudtrail plugin's s3Interval takes them"),
  concurrency: positive.max(256).default(32).describe('downloads and listings at once'),
  source,
});

const fileIngest = z.strictObject({
  type: z.literal('file'),
  path: z.string().describe('file or folder'),
  source,
  follow: z.boolean().default(false).describe('go on reading what is appended, also after rotation'),
});

const httpIngest = z
  .strictObject({
    type: z.literal('http'),
    listen_host: z.string().default('127.0.0.1').describe('address to listen on'),
    listen_port: port.default(8766).describe('port to listen on'),
    paths: z
      .record(z.string().startsWith('/'), z.string())
      .default({})
      .describe('further paths, each with the event source of what is posted there'),
    bearer_token: text
      .pipe(z.string().min(1, 'expected a token, not an empty text'))
      .optional()
      .describe('token that requests must carry, as `Authorization: Bearer` or `?token=`'),
    github_secret: text
      .pipe(nonEmpty)
      .optional()
      .describe('secret that webhooks of GitHub are signed with, instead of a token'),
    tls_certificate_file: z.string().optional().describe('PEM file: serve HTTPS'),
    tls_key_file: z.string().optional().describe('PEM file of its key'),
    tls_client_ca_file: z
      .string()
      .optional()
      .describe('PEM file: clients must show a certificate signed by it'),
    max_body_bytes: positive.default(16 * 1024 * 1024).describe('longer bodies are answered with 413'),
    max_pending: positive.default(256).describe('requests that wait for delivery at once'),
    retry_after_seconds: positive.default(2).describe('what clients are told under pressure'),
  })
  .refine((value) => (value.tls_certificate_file === undefined) === (value.tls_key_file === undefined), {
    message: 'give tls_certificate_file and tls_key_file together',
  })
  .refine((value) => value.tls_client_ca_file === undefined || value.tls_certificate_file !== undefined, {
    message: 'tls_client_ca_file needs tls_certificate_file and tls_key_file',
    path: ['tls_client_ca_file'],
  });

const gcpPubSubIngest = z.strictObject({
  type: z.literal('gcp_pubsub'),
  subscription: z.string().min(1).describe('projects/PROJECT/subscriptions/NAME, or NAME alone'),
  project: z.string().optional().describe('project of a subscription that is named alone'),
  credentials_file: z.string().optional().describe("key file; the environment's credentials when absent"),
  endpoint: z.string().optional().describe('other end point, for the emulator'),
  max_in_flight: positive.default(1000).describe('messages taken and not settled yet'),
  source: z.string().default('gcp_auditlog').describe('event source'),
});

/** How to sign in where there is no connection string. */
const azureSignIn = {
  sign_in: z
    .enum(['default', 'environment', 'managed_identity', 'workload_identity'])
    .default('default')
    .describe('Microsoft Entra credentials; default tries all kinds'),
  client_id: z.string().optional().describe('of a managed or workload identity, when there are several'),
};

const azureEventHubsIngest = z
  .strictObject({
    type: z.literal('azure_event_hubs'),
    connection_string: nonEmpty.optional().describe('connection string of the namespace or hub'),
    namespace: nonEmpty.optional().describe('namespace to sign in to, in place of a connection string'),
    event_hub: nonEmpty.optional().describe('name of the hub, when the connection string has none'),
    consumer_group: z.string().default('$Default').describe('consumer group'),
    checkpoint_connection_string: nonEmpty.optional().describe('storage account for checkpoints'),
    checkpoint_account: nonEmpty
      .optional()
      .describe('storage account to sign in to, in place of a connection string'),
    checkpoint_container: nonEmpty.describe('container for checkpoints'),
    ...azureSignIn,
    start_position: z
      .string()
      .regex(
        /^(?:earliest|latest|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))$/,
        'expected earliest, latest or a time such as 2026-11-24T00:00:00Z',
      )
      .default('latest')
      .describe('where to begin without a checkpoint: earliest, latest or a time'),
    source,
  })
  .refine((value) => (value.connection_string === undefined) !== (value.namespace === undefined), {
    message: 'give either connection_string or namespace',
  })
  .refine((value) => value.namespace === undefined || value.event_hub !== undefined, {
    message: 'namespace needs event_hub',
  })
  .refine(
    (value) =>
      (value.checkpoint_connection_string === undefined) !== (value.checkpoint_account === undefined),
    { message: 'give either checkpoint_connection_string or checkpoint_account' },
  );

const azureBlobIngest = z
  .strictObject({
    type: z.literal('azure_blob'),
    connection_string: nonEmpty.optional().describe('connection string of the storage account'),
    account: nonEmpty
      .optional()
      .describe('storage account to sign in to, or its URL, in place of a connection string'),
    ...azureSignIn,
    container: nonEmpty.describe('container, e.g. insights-activity-logs'),
    prefix: z.string().default('').describe('only blobs whose name starts so'),
    interval: z
      .string()
      .default('')
      .describe('START or START-END: only hours of that time, by the names of the blobs'),
    poll_interval: duration('30s'),
    source,
  })
  .refine((value) => (value.connection_string === undefined) !== (value.account === undefined), {
    message: 'give either connection_string or account',
  });

/** An entry of `ingest:`. */
export const ingest = z.discriminatedUnion('type', [
  awsSqsIngest,
  awsS3Ingest,
  fileIngest,
  httpIngest,
  gcpPubSubIngest,
  azureEventHubsIngest,
  azureBlobIngest,
]);
