import type { CheckpointStore } from '@azure/event-hubs';
import { openBlobContainer, type StorageAccount } from '../azure-account/open-container.ts';
import { createAzureCredential, type AzureSignIn } from '../azure-account/create-credential.ts';
import type { HubConsumer } from './config.ts';

/** Which hub, and where its checkpoints are. */
export interface EventHubTarget {
  readonly hub:
    | {
        readonly connectionString: string;
        /** When the connection string names none. */
        readonly eventHub?: string;
      }
    | { readonly namespace: string; readonly eventHub: string; readonly signIn: AzureSignIn };
  readonly consumerGroup: string;
  readonly checkpoints: StorageAccount & { readonly container: string };
}

/** A consumer with its checkpoints in a blob container. The SDKs are loaded only here, since few runs need them. */
export async function openEventHubConsumer({
  hub,
  consumerGroup,
  checkpoints,
}: EventHubTarget): Promise<HubConsumer> {
  const { EventHubConsumerClient } = await import('@azure/event-hubs');
  const { BlobCheckpointStore } = await import('@azure/eventhubs-checkpointstore-blob');
  const container = await openBlobContainer(checkpoints, checkpoints.container);
  const store: CheckpointStore = new BlobCheckpointStore(container);
  if ('namespace' in hub)
    return new EventHubConsumerClient(
      consumerGroup,
      hostOf(hub.namespace),
      hub.eventHub,
      await createAzureCredential(hub.signIn),
      store,
    );
  return hub.eventHub === undefined
    ? new EventHubConsumerClient(consumerGroup, hub.connectionString, store)
    : new EventHubConsumerClient(consumerGroup, hub.connectionString, hub.eventHub, store);
}

/** A name without dots is one of the public cloud. */
function hostOf(namespace: string): string {
  return namespace.includes('.') ? namespace : `${namespace}.servicebus.windows.net`;
}
