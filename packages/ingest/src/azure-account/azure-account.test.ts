import { describe, expect, it } from 'vitest';
import { openEventHubConsumer } from '../azure-event-hubs/client.ts';
import { createAzureCredential, type AzureSignIn } from './create-credential.ts';
import { openBlobContainer, type StorageAccount } from './open-container.ts';

const signIn: AzureSignIn = { kind: 'managed_identity' };
const key = Buffer.from('key').toString('base64');

describe('signing in to Azure', () => {
  it.each([
    [{ kind: 'default' }, 'DefaultAzureCredential'],
    [{ kind: 'environment' }, 'EnvironmentCredential'],
    [{ kind: 'managed_identity' }, 'ManagedIdentityCredential'],
    [{ kind: 'managed_identity', clientId: '1' }, 'ManagedIdentityCredential'],
  ] satisfies [AzureSignIn, string][])('by %j takes a %s', async (given, name) => {
    const credential = await createAzureCredential(given);
    expect([credential.constructor.name, typeof credential.getToken]).toEqual([name, 'function']);
  });

  it('by a workload identity says what its environment lacks', async () => {
    await expect(createAzureCredential({ kind: 'workload_identity' })).rejects.toThrow(
      /WorkloadIdentityCredential/,
    );
  });
});

describe('a container', () => {
  it.each([
    ['a name', { account: 'logs', signIn }, 'https://logs.blob.core.windows.net/c'],
    [
      'a URL',
      { account: 'https://logs.blob.core.usgovcloudapi.net', signIn },
      'https://logs.blob.core.usgovcloudapi.net/c',
    ],
    [
      'a connection string',
      {
        connectionString: `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${key};EndpointSuffix=core.windows.net`,
      },
      'https://a.blob.core.windows.net/c',
    ],
  ] satisfies [string, StorageAccount, string][])('is found by %s', async (_what, account, url) => {
    expect((await openBlobContainer(account, 'c')).url).toBe(url);
  });
});

describe('a hub', () => {
  const checkpoints = { account: 'logs', signIn, container: 'marks' };
  it.each([
    ['a namespace', { namespace: 'ns', eventHub: 'hub', signIn }, 'ns.servicebus.windows.net'],
    [
      'a namespace of another cloud',
      { namespace: 'ns.servicebus.usgovcloudapi.net', eventHub: 'hub', signIn },
      'ns.servicebus.usgovcloudapi.net',
    ],
    [
      'a connection string',
      {
        connectionString: `Endpoint=sb://cs.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=${key}`,
        eventHub: 'hub',
      },
      'cs.servicebus.windows.net',
    ],
  ])('is found by %s', async (_what, hub, host) => {
    const consumer = await openEventHubConsumer({ hub, consumerGroup: '$Default', checkpoints });
    expect(consumer).toMatchObject({ fullyQualifiedNamespace: host, eventHubName: 'hub' });
    await consumer.close();
  });
});
