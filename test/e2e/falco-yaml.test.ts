// A `falco.yaml` as it is in use with the cloudtrail plugin starts the daemon as it stands, and its queue is consumed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  createClientOptions,
  createTrailFile,
  createTrailRecord,
  nameTrailFile,
  startAws,
  startWebhookReceiver,
  type LoopbackAws,
  type WebhookReceiver,
} from '@windhover/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDaemon, type Daemon } from './start-daemon.ts';

const RULES = `
- required_plugin_versions:
  - name: cloudtrail
    version: 0.8.0
  - name: json
    version: 0.7.0

- rule: Trail stopped
  desc: Logging of a trail was stopped.
  condition: ct.name = StopLogging and json.value[/awsRegion] exists
  output: trail stopped (user=%ct.user.identitytype region=%ct.region id=%ct.id)
  priority: WARNING
  source: aws_cloudtrail
  tags: [cloud, aws]
`;

/** Keys as a package of Falco brings them, switched to the cloudtrail plugin. */
const createFalcoYaml = (webhook: string): string => `
config_files:
  - config.d
watch_config_files: true
rules_files:
  - rules/aws_cloudtrail_rules.yaml
  - rules/falco_rules.local.yaml
  - rules.d

engine:
  kind: modern_ebpf
  modern_ebpf:
    cpus_for_each_buffer: 2
    buf_size_preset: 4

load_plugins: [cloudtrail, json]
plugins:
  - name: k8saudit
    library_path: libk8saudit.so
    init_config: ""
    open_params: "http://:9765/k8s-audit"
  - name: cloudtrail
    library_path: libcloudtrail.so
    init_config:
      sqsDelete: true
      useS3SNS: true
      aws:
        region: us-east-1
    open_params: "sqs://cloudtrail-events"
  - name: json
    library_path: libjson.so

time_format_iso_8601: false
buffer_format_base64: false
priority: debug
json_output: true
json_include_output_property: true
json_include_tags_property: true
rule_matching: first
outputs_queue:
  capacity: 0

stdout_output:
  enabled: true
syslog_output:
  enabled: false
file_output:
  enabled: true
  keep_alive: false
  filename: ./events.txt
http_output:
  enabled: true
  url: ${webhook}/alerts
  user_agent: "falcosecurity/falco"
  insecure: false
  ca_cert: ""
  ca_bundle: ""
  mtls: false
  compress_uploads: false
  keep_alive: false
program_output:
  enabled: false
  keep_alive: false
  program: "jq '{text: .output}' | curl -d @- -X POST https://hooks.example.com"
grpc_output:
  enabled: false
webserver:
  enabled: false
  threadiness: 0
  listen_port: 8765
  k8s_healthz_endpoint: /healthz
  prometheus_metrics_enabled: false
  ssl_enabled: false
  ssl_certificate: /etc/falco/falco.pem

log_stderr: true
log_syslog: false
log_level: info
libs_logger:
  enabled: true
  severity: info
output_timeout: 2000
syscall_event_timeouts:
  max_consecutives: 1000
syscall_event_drops:
  threshold: .1
  actions: [log, alert]
  rate: .03333
  max_burst: 1
metrics:
  enabled: false
  interval: 1h
base_syscalls:
  custom_set: []
  repair: false
`;

describe('a falco.yaml for the cloudtrail plugin', () => {
  let folder = '';
  let aws: LoopbackAws;
  let webhook: WebhookReceiver;
  let daemon: Daemon | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'falco-yaml-'));
    aws = await startAws();
    webhook = await startWebhookReceiver();
  });
  afterEach(async () => {
    await daemon?.stop();
    daemon = undefined;
    await aws.close();
    await webhook.close();
    rmSync(folder, { recursive: true });
  });

  it('starts the daemon unmodified, which consumes the queue', async () => {
    const s3 = new S3Client(createClientOptions(aws.s3));
    const sqs = new SQSClient(createClientOptions(aws.sqs));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'cloudtrail-events' }));
    await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
    const QueueArn = 'arn:aws:sqs:us-east-1:123456789012:cloudtrail-events';
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: 'trail',
        NotificationConfiguration: { QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }] },
      }),
    );
    const put = (first: number, time: string) => {
      const stopped = createTrailRecord(first, { eventName: 'StopLogging' });
      const Key = nameTrailFile({}, time);
      const Body = createTrailFile([stopped, createTrailRecord(first + 1)]);
      return s3.send(new PutObjectCommand({ Bucket: 'trail', Key, Body }));
    };
    await put(1, '2026-11-24T10:00');
    writeFileSync(join(folder, 'falco.yaml'), createFalcoYaml(webhook.url));
    mkdirSync(join(folder, 'rules'));
    writeFileSync(join(folder, 'rules/aws_cloudtrail_rules.yaml'), RULES);

    daemon = startDaemon(['-c', 'falco.yaml'], folder, {
      AWS_ENDPOINT_URL_SQS: aws.sqs.url,
      AWS_ENDPOINT_URL_S3: aws.s3.url,
    });
    await daemon.until(() => webhook.received.length === 1);
    // CloudTrail's own message through SNS, while the daemon runs.
    await put(11, '2026-11-24T10:05');
    const notification = {
      s3Bucket: 'trail',
      s3ObjectKey: [nameTrailFile({}, '2026-11-24T10:00'), nameTrailFile({}, '2026-11-24T10:05')],
    };
    const MessageBody = JSON.stringify({ Type: 'Notification', Message: JSON.stringify(notification) });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const queue = aws.sqs.queues.get('cloudtrail-events')!;
    await daemon.until(() => Object.values(queue.count()).every((count) => count === 0));

    expect(await daemon.stop()).toBe(0);
    const alerts = webhook.received.map(({ body }) => JSON.parse(body) as { output_fields: object });
    expect(alerts.map(({ output_fields: fields }) => fields)).toMatchObject([
      { 'ct.id': createTrailRecord(1)['eventID'] },
      { 'ct.id': createTrailRecord(11)['eventID'] },
    ]);
    expect(daemon.stdout().trimEnd().split('\n')).toEqual(webhook.received.map(({ body }) => body.trimEnd()));
    expect(daemon.stderr().match(/^warning: .*$/gm)).toMatchInlineSnapshot(`
      [
        "warning: falco.yaml:34:23: buffer_format_base64: unknown key",
        "warning: falco.yaml:66:3: grpc_output: unknown key",
        "warning: outputs_queue has no meaning here",
        "warning: output_timeout has no meaning here",
        "warning: engine has no meaning here",
        "warning: libs_logger has no meaning here",
        "warning: base_syscalls has no meaning here",
        "warning: syscall_event_timeouts has no meaning here",
        "warning: syscall_event_drops has no meaning here",
        "warning: there is no rules file rules/falco_rules.local.yaml; it is passed over",
        "warning: there is no rules file rules.d; it is passed over",
      ]
    `);
    s3.destroy();
    sqs.destroy();
  });
});
