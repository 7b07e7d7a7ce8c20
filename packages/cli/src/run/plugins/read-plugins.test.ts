import { loadConfig } from '@windhover/config';
import { describe, expect, it } from 'vitest';
import { readPlugins, type PluginsReading } from './read-plugins.ts';

/** The plugins of a configuration with this under `plugins:`. */
function read(plugins: string): PluginsReading {
  const loaded = loadConfig({
    path: 'falco.yaml',
    options: [],
    files: { readText: () => `plugins:\n${plugins}`, listFolder: () => undefined },
    environment: () => undefined,
  });
  if (!loaded.ok) throw new Error(loaded.message);
  return readPlugins(loaded.config.settings.plugins);
}

const entry = (name: string, openParams: string, initConfig = '{}'): string =>
  `  - {name: ${name}, library_path: lib${name}.so, init_config: ${initConfig}, open_params: "${openParams}"}\n`;

const aws = '{profile: audit, region: eu-west-1, config: /c, credentials: /s}';
const hub = '{auth: {type: managed_identity}, checkpointAccount: acc, checkpointContainer: marks}';
const aks = [
  'event_hub_namespace_connection_string: Endpoint=e',
  'event_hub_name: audit',
  'blob_storage_connection_string: AccountName=a',
  'blob_storage_container_name: marks',
].join(', ');

describe('plugins of Falco', () => {
  it.each([
    ['cloudtrail', 'sqs://queue', '', { type: 'aws_sqs', queue_name: 'queue', delete_messages: true }],
    ['cloudtrail', 'sqs://queue', '{sqsDelete: false}', { delete_messages: false }],
    ['cloudtrail', 'sqs://queue', '{sqsOwnerAccount: 012345678901}', { queue_owner_account: '012345678901' }],
    ['cloudtrail', 'sqs://queue', '{s3DownloadConcurrency: 7, useS3SNS: true}', { max_in_flight: 7 }],
    [
      'cloudtrail',
      'sqs://queue',
      `{aws: ${aws}}`,
      { profile: 'audit', region: 'eu-west-1', config_file: '/c', credentials_file: '/s' },
    ],
    ['cloudtrail', 'sqs://queue', `'{"sqsDelete": false}'`, { delete_messages: false }],
    [
      'cloudtrail',
      's3://bucket/AWSLogs/',
      '{s3AccountList: "111122223333, 444455556666", s3Interval: 5d-2d, s3DownloadConcurrency: 500}',
      {
        type: 'aws_s3',
        uri: 's3://bucket/AWSLogs/',
        accounts: ['111122223333', '444455556666'],
        interval: '5d-2d',
        concurrency: 256,
      },
    ],
    ['cloudtrail', 'logs/', '', { type: 'file', path: 'logs/', source: 'aws_cloudtrail', follow: false }],
    [
      'k8saudit',
      'http://:9765/k8s-audit',
      '',
      { type: 'http', listen_host: '0.0.0.0', listen_port: 9765, paths: { '/k8s-audit': 'k8s_audit' } },
    ],
    [
      'k8saudit',
      'https://127.0.0.1:9766/hook',
      '{sslCertificate: /a.pem, webhookMaxBatchSize: 5}',
      {
        listen_host: '127.0.0.1',
        paths: { '/hook': 'k8s_audit' },
        tls_certificate_file: '/a.pem',
        tls_key_file: '/a.pem',
        max_body_bytes: 5,
      },
    ],
    ['k8saudit', 'file:///var/log/audit', '', { type: 'file', path: '/var/log/audit', follow: true }],
    ['k8saudit', 'audit.json', '', { type: 'file', path: 'audit.json', source: 'k8s_audit' }],
    [
      'k8saudit-gke',
      'audit-sub',
      '{project_id: p, credentials_file: k.json}',
      {
        type: 'gcp_pubsub',
        subscription: 'audit-sub',
        project: 'p',
        credentials_file: 'k.json',
        source: 'k8s_audit',
      },
    ],
    [
      'k8saudit-aks',
      '',
      `{${aks}}`,
      { type: 'azure_event_hubs', event_hub: 'audit', checkpoint_container: 'marks', source: 'k8s_audit' },
    ],
    [
      'gcpaudit',
      'audit-sub',
      '{project_id: p, max_outstanding_messages: 9}',
      {
        type: 'gcp_pubsub',
        subscription: 'audit-sub',
        project: 'p',
        max_in_flight: 9,
        source: 'gcp_auditlog',
      },
    ],
    [
      'azure',
      'eventhub://ns/hub?consumerGroup=$Default',
      hub,
      {
        type: 'azure_event_hubs',
        namespace: 'ns',
        event_hub: 'hub',
        consumer_group: '$Default',
        sign_in: 'managed_identity',
        checkpoint_account: 'acc',
        start_position: 'latest',
      },
    ],
    [
      'azure',
      'azblob://acc/insights-activity-logs/resourceId=/',
      '{blobConnectionString: AccountName=acc, blobPollSeconds: 5, blobInterval: 3h}',
      {
        type: 'azure_blob',
        connection_string: 'AccountName=acc',
        container: 'insights-activity-logs',
        prefix: 'resourceId=/',
        poll_interval: 5000,
        interval: '3h',
      },
    ],
  ])('%s reads %j with %s', (name, openParams, initConfig, expected) => {
    const { ingests, problems } = read(entry(name, openParams, initConfig || '{}'));
    expect(problems).toEqual([]);
    expect(ingests.map(({ settings }) => settings)).toMatchObject([expected]);
  });

  it.each([
    ['cloudtrail', 'sqs://', '{}', 'open_params', 'expected sqs://QUEUE-NAME'],
    ['cloudtrail', 's3://b', '{s3AccountList: "12"}', 'init_config.s3AccountList', /^invalid account list/],
    ['cloudtrail', 's3://b', '{s3DownloadConcurrency: 0}', 'init_config.s3DownloadConcurrency', /from 1/],
    ['cloudtrail', 's3://b', '{useS3SNS: often}', 'init_config', /In <root>\[useS3SNS\]/],
    ['k8saudit', 'ftp://host/x', '{}', 'open_params', /^expected http:/],
    ['k8saudit', 'http://:port/x', '{}', 'open_params', /^expected http:/],
    ['azure', 'eventhub://ns', '{}', 'open_params', /^expected eventhub:/],
    ['azure', 'eventhub://ns/hub', '{protocol: kafka}', 'init_config.protocol', /amqp/],
    ['azure', 'azblob://a/c', '{auth: {type: password}}', 'init_config.auth.type', /^expected one of/],
    ['azure', 'azblob://a/c', '{}', 'open_params', /^connection_string: expected a value/],
  ])('%s refuses %j with %s', (name, openParams, initConfig, path, message) => {
    const [problem] = read(entry(name, openParams, initConfig)).problems;
    expect(problem?.path.join('.')).toBe(path);
    expect(problem?.message).toMatch(message);
  });

  it.each([
    ['okta', '{organization: acme, api_token: t}', /is not polled here: .*\/ingest\/okta/],
    ['okta', '{cache_expiration: 600}', /cache_expiration has no effect/],
    ['github', '{}', /\/ingest\/github/],
    ['k8saudit-eks', '{}', /CloudWatch Logs is not polled/],
    ['container', '{}', /no such plugin/],
  ])('%s with %s tells what is not done', (name, initConfig, note) => {
    const { notes, ingests, problems } = read(entry(name, '', initConfig));
    expect([ingests, problems]).toEqual([[], []]);
    expect(notes.join('\n')).toMatch(note);
    expect(notes[0]).toMatch(new RegExp(`^plugin ${name}: `));
  });

  it('okta sets its event source up', () => {
    expect(read(entry('okta', '', '{organization: acme, cache_usermaxsize: 50}')).okta).toEqual({
      organization: 'acme',
      maxEventsPerUser: 50,
    });
  });

  it('is what the library says, whatever the entry is called', () => {
    const { ingests } = read(
      '  - {name: trail, library_path: /opt/libcloudtrail.so, open_params: "sqs://q"}\n',
    );
    expect(ingests).toMatchObject([{ plugin: 'trail', settings: { type: 'aws_sqs' } }]);
  });
});
