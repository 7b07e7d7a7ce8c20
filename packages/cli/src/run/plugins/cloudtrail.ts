// The plugin `cloudtrail`: queues, buckets and files (spec sources-aws.md §6).
import type { InitConfig } from './init-config.ts';
import { refusePlugin, type PluginInput, type PluginReading } from './plugin-input.ts';

const QUEUE = 'sqs://';
const BUCKET = 's3://';
const MAX_CONCURRENCY = 256;

export function readCloudTrail({ openParams, config }: PluginInput): PluginReading {
  if (openParams === '') return {};
  if (openParams.startsWith(QUEUE)) return readQueue(openParams.slice(QUEUE.length), config);
  if (openParams.startsWith(BUCKET)) return readBucket(openParams, config);
  return { ingest: { type: 'file', path: openParams, source: 'aws_cloudtrail' } };
}

function readQueue(queue: string, config: InitConfig): PluginReading {
  if (queue === '') return refusePlugin(['open_params'], 'expected sqs://QUEUE-NAME');
  const concurrency = config.integer('s3DownloadConcurrency');
  const isDeleted = config.flag('sqsDelete', true);
  return {
    ingest: {
      type: 'aws_sqs',
      // The plugin takes a name; a URL can mean nothing else.
      ...(/^https?:\/\//.test(queue) ? { queue_url: queue } : { queue_name: queue }),
      ...(config.text('sqsOwnerAccount') !== '' && { queue_owner_account: config.text('sqsOwnerAccount') }),
      ...(concurrency !== undefined && concurrency > 0 && { max_in_flight: concurrency }),
      delete_messages: isDeleted,
      source: 'aws_cloudtrail',
      ...readAwsSettings(config),
    },
    notes: isDeleted
      ? []
      : ['sqsDelete is false: messages stay in the queue, and come again after their visibility timeout'],
  };
}

function readBucket(uri: string, config: InitConfig): PluginReading {
  const concurrency = config.integer('s3DownloadConcurrency');
  if (concurrency !== undefined && concurrency < 1)
    return refusePlugin(['init_config', 's3DownloadConcurrency'], 'expected a number from 1');
  const accounts = config
    .text('s3AccountList')
    .split(',')
    .map((account) => account.trim());
  const isListed = accounts.some((account) => account !== '');
  if (isListed && !accounts.every((account) => /^\d{12}$/.test(account)))
    return refusePlugin(
      ['init_config', 's3AccountList'],
      'invalid account list: expected account ids of 12 digits, separated by commas',
    );
  return {
    ingest: {
      type: 'aws_s3',
      uri,
      accounts: isListed ? accounts : [],
      interval: config.text('s3Interval'),
      ...(concurrency !== undefined && { concurrency: Math.min(concurrency, MAX_CONCURRENCY) }),
      source: 'aws_cloudtrail',
      ...readAwsSettings(config),
    },
  };
}

/** `aws: {profile, region, config, credentials}` under our own names. */
function readAwsSettings(config: InitConfig): Readonly<Record<string, string>> {
  const aws = config.map('aws');
  const names = {
    profile: 'profile',
    region: 'region',
    config: 'config_file',
    credentials: 'credentials_file',
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, own]) => (aws.text(name) === '' ? [] : [[own, aws.text(name)]])),
  );
}
