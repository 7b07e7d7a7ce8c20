// The plugin `azure`: Event Hubs, storage accounts and files (spec sources-azure.md §5).
import { parseEventHubUrl } from './event-hub.ts';
import type { InitConfig } from './init-config.ts';
import { refusePlugin, type PluginInput, type PluginReading } from './plugin-input.ts';

const SOURCE = 'azure_platformlogs';
const SIGN_INS = ['environment', 'managed_identity', 'workload_identity'];

export function readAzure({ openParams, config }: PluginInput): PluginReading {
  if (openParams === '') return {};
  const signIn = config.map('auth').text('type') || 'connection_string';
  if (signIn !== 'connection_string' && !SIGN_INS.includes(signIn))
    return refusePlugin(
      ['init_config', 'auth', 'type'],
      `expected one of connection_string, ${SIGN_INS.join(', ')}`,
    );
  const reading = readLocation(openParams, signIn, config);
  const notes = config.has('categories')
    ? ['categories has no effect: let rules ask for azure.category, and Azure send only what is needed']
    : [];
  return { ...reading, notes };
}

function readLocation(openParams: string, signIn: string, config: InitConfig): PluginReading {
  if (openParams.startsWith('eventhub://')) return readEventHub(openParams, signIn, config);
  if (openParams.startsWith('azblob://')) return readBlobs(openParams, signIn, config);
  return { ingest: { type: 'file', path: openParams, source: SOURCE } };
}

function readEventHub(openParams: string, signIn: string, config: InitConfig): PluginReading {
  const target = parseEventHubUrl(openParams);
  if (target === undefined)
    return refusePlugin(['open_params'], 'expected eventhub://NAMESPACE/HUB[?consumerGroup=NAME]');
  if (config.text('protocol') === 'kafka')
    return refusePlugin(['init_config', 'protocol'], 'only amqp is spoken here');
  const isByString = signIn === 'connection_string';
  return {
    ingest: {
      type: 'azure_event_hubs',
      event_hub: target.hub,
      ...(isByString
        ? {
            connection_string: config.text('eventHubConnectionString'),
            checkpoint_connection_string: config.text('blobConnectionString'),
          }
        : {
            namespace: target.namespace,
            checkpoint_account: config.text('checkpointAccount'),
            sign_in: signIn,
          }),
      checkpoint_container: config.text('checkpointContainer'),
      ...(target.consumerGroup !== undefined && { consumer_group: target.consumerGroup }),
      ...(config.text('startPosition') !== '' && { start_position: config.text('startPosition') }),
      source: SOURCE,
    },
  };
}

function readBlobs(openParams: string, signIn: string, config: InitConfig): PluginReading {
  const parts = /^azblob:\/\/([^/]+)\/([^/]+)(?:\/(.*))?$/s.exec(openParams);
  if (parts === null) return refusePlugin(['open_params'], 'expected azblob://ACCOUNT/CONTAINER[/PREFIX]');
  const [, account = '', container = '', prefix = ''] = parts;
  const seconds = config.integer('blobPollSeconds') ?? 60;
  return {
    ingest: {
      type: 'azure_blob',
      container,
      prefix,
      ...(signIn === 'connection_string'
        ? { connection_string: config.text('blobConnectionString') }
        : { account, sign_in: signIn }),
      poll_interval: `${Math.max(1, seconds)}s`,
      ...(config.text('blobInterval') !== '' && { interval: config.text('blobInterval') }),
      source: SOURCE,
    },
  };
}
