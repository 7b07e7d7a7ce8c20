import type { HubConsumer } from './config.ts';

/** Which hub, and where its checkpoints are. */
export interface EventHubTarget {
  readonly connectionString: string;
  /** When the connection string names none. */
  readonly eventHub?: string;
  readonly consumerGroup: string;
  readonly checkpoints: { readonly connectionString: string; readonly container: string };
}

/** A consumer with its checkpoints in a blob container. The SDKs are loaded only here, since few runs need them. */
export async function openEventHubConsumer(target: EventHubTarget): Promise<HubConsumer> {
  const { EventHubConsumerClient } = await import('@azure/event-hubs');
  const { BlobCheckpointStore } = await import('@azure/eventhubs-checkpointstore-blob');
  const { BlobServiceClient } = await import('@azure/storage-blob');
  const { connectionString, container } = target.checkpoints;
  const store = new BlobCheckpointStore(
    BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container),
  );
  return target.eventHub === undefined
    ? new EventHubConsumerClient(target.consumerGroup, target.connectionString, store)
    : new EventHubConsumerClient(target.consumerGroup, target.connectionString, target.eventHub, store);
}
