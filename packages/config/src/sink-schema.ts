// Keys of the entries of `sinks:`.
import { z } from 'zod';
import { aws, duration, format, nonEmpty, port, positive, text } from './schema-parts.ts';

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
  keep_alive: z.boolean().default(true).describe('false opens the file for each batch of alerts'),
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
const httpSink = z
  .strictObject({
    type: z.literal('http'),
    ...sinkBase,
    url: z.url({ protocol: /^https?$/ }).describe('where alerts are posted'),
    headers: z.record(z.string(), text).default({}).describe('additional headers'),
    template: z
      .string()
      .optional()
      .describe('body with {{rule}}, {{priority}}, {{message}}, {{field:NAME}}, {{json}}, …'),
    content_type: z.string().optional().describe('Content-Type; fits the body when absent'),
    echo: z.boolean().default(false).describe('write what is answered to standard output'),
    gzip: z.boolean().default(false).describe('compress bodies'),
    timeout: duration('10s'),
    concurrency: positive.max(256).default(8).describe('requests at once'),
    insecure: z.boolean().default(false).describe('do not check the certificate'),
    ca_file: z.string().optional().describe('PEM file: the only trust anchor'),
    client_certificate_file: z.string().optional().describe('PEM file: own certificate (mTLS)'),
    client_key_file: z.string().optional().describe('PEM file of its key'),
    spool_file: z.string().optional().describe('keep alerts in this file while the other side is away'),
    spool_max_bytes: positive.default(256 * 1024 * 1024).describe('a full spool slows ingest'),
  })
  .refine(
    (value) => (value.client_certificate_file === undefined) === (value.client_key_file === undefined),
    {
      message: 'give client_certificate_file and client_key_file together',
    },
  );
const awsSqsSink = z.strictObject({
  type: z.literal('aws_sqs'),
  ...sinkBase,
  queue_url: nonEmpty.describe('URL of the queue'),
  ...aws,
});
const awsSnsSink = z.strictObject({
  type: z.literal('aws_sns'),
  ...sinkBase,
  topic_arn: z.string().describe('ARN of the topic'),
  ...aws,
});

/** An entry of `sinks:`. */
export const sink = z.discriminatedUnion('type', [
  stdoutSink,
  fileSink,
  programSink,
  syslogSink,
  httpSink,
  awsSqsSink,
  awsSnsSink,
]);
