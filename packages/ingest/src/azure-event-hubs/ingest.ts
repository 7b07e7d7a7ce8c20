import type { Ingest, IngestObject } from '@windhover/pipeline';
import { createHandedOverObjects, type HandedOverObjects } from '../handed-over/handed-over-objects.ts';
import { createPartitionCheckpoint, type PartitionCheckpoint } from './checkpoint.ts';
import type {
  EventHubsIngestConfig,
  HubConsumer,
  HubEvent,
  HubHandlers,
  HubPartition,
  HubPosition,
} from './config.ts';

const component = 'azure_event_hubs';
const defaultBatchSize = 100;
/** A batch goes on after this time, however few events came. */
const batchSeconds = 1;

/**
 * Reads the events of a hub (spec/sources-azure.md §5); an object is the body of one event. The checkpoint of a partition
 * moves when everything before it is delivered. Event Hubs gives nothing back: what was not delivered is tried again here,
 * and comes from the checkpoint in the next run. Consumers of one group share the partitions. The client is closed with
 * the ingest.
 */
export function createEventHubsIngest(consumer: HubConsumer, config: EventHubsIngestConfig = {}): Ingest {
  const objects = createHandedOverObjects(config.clock);
  let subscription: { close(): Promise<void> } | undefined;
  return {
    name: component,
    read(signal) {
      subscription ??= consumer.subscribe(createHandlers(objects, config), {
        maxBatchSize: config.maxBatchSize ?? defaultBatchSize,
        maxWaitTimeInSeconds: batchSeconds,
        skipParsingBodyAsJson: true,
        ...startAt(config.startPosition),
      });
      return objects.read(signal);
    },
    async close() {
      // Batches that wait for the pipeline would keep the subscription from closing.
      objects.drop();
      await subscription?.close();
      await consumer.close();
    },
  };
}

/** The client's own default is the end. */
function startAt(position = 'latest'): { readonly startPosition?: HubPosition } {
  if (position === 'latest') return {};
  return {
    startPosition: position === 'earliest' ? { offset: '-1' } : { enqueuedOn: Date.parse(position) },
  };
}

function createHandlers(objects: HandedOverObjects, config: EventHubsIngestConfig): HubHandlers {
  const checkpoints = new Map<string, PartitionCheckpoint>();
  return {
    async processEvents(events, partition) {
      const checkpoint = checkpoints.get(partition.partitionId) ?? createPartitionCheckpoint(partition);
      checkpoints.set(partition.partitionId, checkpoint);
      const taken = events.map((event) => {
        checkpoint.begin(event);
        return objects.offer(createObject(event, partition, checkpoint, objects, config));
      });
      await Promise.all(taken);
    },
    async processError(error) {
      // The client goes on by itself; the reading tells of it and is taken up again.
      objects.fail(error);
    },
    async processClose(reason, { partitionId }) {
      // On shutdown, what is in work is still settled and counts.
      if (reason === 'Shutdown') return;
      checkpoints.get(partitionId)?.giveUp();
      checkpoints.delete(partitionId);
    },
  };
}

function createObject(
  event: HubEvent,
  { eventHubName, partitionId }: HubPartition,
  checkpoint: PartitionCheckpoint,
  objects: HandedOverObjects,
  { sourceName }: EventHubsIngestConfig,
): IngestObject {
  const object: IngestObject = {
    origin: { ingest: component, name: `${eventHubName}/${partitionId}#${event.sequenceNumber}` },
    bytes: toBytes(event.body),
    ...(sourceName !== undefined && { sourceName }),
    ack: () => checkpoint.settle(event),
    nack: async () => objects.offerLater(object),
  };
  return object;
}

/** Senders that use AMQP's own types instead of bytes get the JSON of their values. */
function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
}
