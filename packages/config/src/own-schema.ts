// Our own configuration keys: they sit beside Falco's in the same file and never change the meaning of one of these.
import { z } from 'zod';
import { parseDurationMs } from './duration.ts';

/** A duration such as `30s`; milliseconds in the result. */
const duration = (fallback: string) =>
  z
    .string()
    .regex(/^(\d{1,9}(ms|[smhdw]))+$/, 'expected a duration such as 500ms, 30s, 10m or 1h30m')
    .default(fallback)
    .transform((text) => parseDurationMs(text) ?? 0)
    .describe('a duration: 500ms, 30s, 10m, 1h30m');

/** Text that may look like a number. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const port = z.number().int().min(0).max(65535);
const positive = z.number().int().min(1);
const format = z.enum(['json', 'text']).default('json').describe("Falco's JSON line or text line");

const aws = {
  region: z.string().optional().describe('AWS region; from the environment when absent'),
  endpoint: z.string().optional().describe('other end point, for stand-ins and VPC end points'),
  assume_role_arn: z.string().optional().describe('role to assume for the service'),
};

const awsSqsIngest = z
  .strictObject({
    type: z.literal('aws_sqs'),
    queue_url: z.string().optional().describe('URL of the queue'),
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
    max_in_flight: positive.default(64).describe('objects taken from the queue and not settled yet'),
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
});

const fileIngest = z.strictObject({
  type: z.literal('file'),
  path: z.string().describe('file or folder'),
  source: z.string().optional().describe('event source; recognised from the content when absent'),
  follow: z.boolean().default(false).describe('go on reading what is appended, also after rotation'),
});

const httpIngest = z.strictObject({
  type: z.literal('http'),
  listen_host: z.string().default('127.0.0.1').describe('address to listen on'),
  listen_port: port.default(8766).describe('port to listen on'),
  bearer_token: text.optional().describe('token that requests must carry'),
  tls_certificate_file: z.string().optional().describe('PEM file: serve HTTPS'),
  tls_key_file: z.string().optional().describe('PEM file of its key'),
  tls_client_ca_file: z
    .string()
    .optional()
    .describe('PEM file: clients must show a certificate signed by it'),
  max_body_bytes: positive.default(16 * 1024 * 1024).describe('longer bodies are answered with 413'),
  max_pending: positive.default(256).describe('requests that wait for delivery at once'),
  retry_after_seconds: positive.default(2).describe('what clients are told under pressure'),
});

const gcpPubSubIngest = z.strictObject({
  type: z.literal('gcp_pubsub'),
  subscription: z.string().describe('projects/PROJECT/subscriptions/NAME'),
  endpoint: z.string().optional().describe('other end point, for the emulator'),
  max_in_flight: positive.default(1000).describe('messages taken and not settled yet'),
});

const azureEventHubsIngest = z.strictObject({
  type: z.literal('azure_event_hubs'),
  connection_string: z.string().describe('connection string of the namespace or hub'),
  event_hub: z.string().optional().describe('name of the hub, when the connection string has none'),
  consumer_group: z.string().default('$Default').describe('consumer group'),
  checkpoint_connection_string: z.string().describe('storage account for checkpoints'),
  checkpoint_container: z.string().describe('container for checkpoints'),
});

const azureBlobIngest = z.strictObject({
  type: z.literal('azure_blob'),
  connection_string: z.string().describe('connection string of the storage account'),
  container: z.string().describe('container, e.g. insights-activity-logs'),
  prefix: z.string().default('').describe('only blobs whose name starts so'),
  poll_interval: duration('30s'),
});

const ingest = z.discriminatedUnion('type', [
  awsSqsIngest,
  awsS3Ingest,
  fileIngest,
  httpIngest,
  gcpPubSubIngest,
  azureEventHubsIngest,
  azureBlobIngest,
]);

const sinkBase = {
  name: z.string().optional().describe('name for routes, metrics and logs; the type when absent'),
  required: z
    .boolean()
    .default(true)
    .describe('objects are acknowledged only after this sink has taken their alerts'),
  format,
};

const stdoutSink = z.strictObject({ type: z.literal('stdout'), ...sinkBase });
const fileSink = z.strictObject({
  type: z.literal('file'),
  ...sinkBase,
  path: z.string().describe('file to append to'),
  sync: z.boolean().default(false).describe('flush to the disk before a delivery counts'),
});
const programSink = z.strictObject({
  type: z.literal('program'),
  ...sinkBase,
  command: z.string().describe('shell command that reads lines'),
  keep_alive: z.boolean().default(true).describe('one process for all alerts'),
});
const syslogSink = z.strictObject({
  type: z.literal('syslog'),
  ...sinkBase,
  host: z.string().default('127.0.0.1').describe('syslog server'),
  port: port.default(514).describe('its port'),
  protocol: z.enum(['udp', 'tcp']).default('udp').describe('tcp reports failures, udp cannot'),
});
const httpSink = z.strictObject({
  type: z.literal('http'),
  ...sinkBase,
  url: z.url({ protocol: /^https?$/ }).describe('where alerts are posted'),
  headers: z.record(z.string(), text).default({}).describe('additional headers'),
  template: z
    .string()
    .optional()
    .describe('body with {{rule}}, {{priority}}, {{message}}, {{field:NAME}}, {{json}}, …'),
  content_type: z.string().optional().describe('Content-Type; fits the body when absent'),
  gzip: z.boolean().default(false).describe('compress bodies'),
  timeout: duration('10s'),
  concurrency: positive.max(256).default(8).describe('requests at once'),
  insecure: z.boolean().default(false).describe('do not check the certificate'),
  ca_file: z.string().optional().describe('PEM file: the only trust anchor'),
  client_certificate_file: z.string().optional().describe('PEM file: own certificate (mTLS)'),
  client_key_file: z.string().optional().describe('PEM file of its key'),
  spool_file: z.string().optional().describe('keep alerts in this file while the other side is away'),
  spool_max_bytes: positive.default(256 * 1024 * 1024).describe('a full spool slows ingest'),
});
const awsSqsSink = z.strictObject({
  type: z.literal('aws_sqs'),
  ...sinkBase,
  queue_url: z.string().describe('URL of the queue'),
  ...aws,
});
const awsSnsSink = z.strictObject({
  type: z.literal('aws_sns'),
  ...sinkBase,
  topic_arn: z.string().describe('ARN of the topic'),
  ...aws,
});

const sink = z.discriminatedUnion('type', [
  stdoutSink,
  fileSink,
  programSink,
  syslogSink,
  httpSink,
  awsSqsSink,
  awsSnsSink,
]);

const PRIORITY_NAMES = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'informational',
  'debug',
] as const;

const route = z.strictObject({
  sinks: z.array(z.string()).min(1).describe('names of sinks that take the alerts'),
  priority: z.enum(PRIORITY_NAMES).optional().describe('this priority or a more severe one'),
  sources: z.array(z.string()).optional().describe('event sources'),
  rules: z.array(z.string()).optional().describe('rule names; * stands for any text'),
  tags: z.array(z.string()).optional().describe('at least one of these tags'),
  fields: z.record(z.string(), z.array(text)).optional().describe('output field and its values'),
  suppress: z
    .strictObject({
      key: z
        .array(z.string())
        .min(1)
        .describe('rule, priority, source or output fields that make alerts the same'),
      window: duration('10m'),
      max_keys: positive.default(10_000).describe('keys remembered'),
    })
    .optional()
    .describe('hold back repeats and count them'),
});

const deadLetter = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('directory'), path: z.string().describe('folder for dead letters') }),
  z.strictObject({ type: z.literal('aws_sqs'), queue_url: z.string().describe('URL of the queue'), ...aws }),
  z.strictObject({
    type: z.literal('aws_s3'),
    bucket: z.string().describe('bucket'),
    prefix: z.string().default('dead-letter/').describe('prefix of the keys'),
    force_path_style: z.boolean().default(false),
    ...aws,
  }),
]);

/** The keys beside Falco's. Every key has a default: an empty file runs what Falco's keys ask for. */
export const ownSchema = z.object({
  ingest: z.array(ingest).default([]).describe('where events come from'),
  sinks: z.array(sink).default([]).describe("where alerts go, beside Falco's outputs"),
  routes: z
    .array(route)
    .default([])
    .describe('which alerts go to which sinks; a sink without a route takes all'),
  dead_letter: deadLetter
    .optional()
    .describe('where poison goes: what cannot be read, and alerts that are refused'),
  state: z
    .strictObject({ directory: z.string().describe('folder for checkpoints and spools') })
    .optional()
    .describe('state that outlives the process'),
  workers: z.number().int().min(0).default(0).describe('threads that evaluate; 0 takes one per core'),
  compatibility: z
    .enum(['fixed', 'strict'])
    .default('fixed')
    .describe('strict reproduces defects of Falco and its plugins'),
  drain_timeout: duration('25s'),
});

/** Our keys, checked, with defaults filled in. */
export type OwnSettings = z.output<typeof ownSchema>;
export type IngestSettings = OwnSettings['ingest'][number];
export type SinkSettings = OwnSettings['sinks'][number];
export type RouteSettings = OwnSettings['routes'][number];
export type DeadLetterSettings = NonNullable<OwnSettings['dead_letter']>;
