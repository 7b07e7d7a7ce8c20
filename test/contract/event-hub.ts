// A hub of one partition with its checkpoint, as far as consumers see it.
import type { HubConsumer, HubEvent, HubPartition } from '@windhover/ingest/services';

export interface EventHub {
  send(body: Uint8Array): void;
  /** A consumer that begins after the checkpoint. */
  connect(): HubConsumer;
}

export function createEventHub(): EventHub {
  const events: HubEvent[] = [];
  let checkpoint = -1;
  const partition: HubPartition = {
    eventHubName: 'hub',
    partitionId: '0',
    updateCheckpoint: async ({ sequenceNumber }) => void (checkpoint = sequenceNumber),
  };
  return {
    send: (body) => void events.push({ body, sequenceNumber: events.length }),
    connect: () => ({
      subscribe(handlers) {
        void handlers.processEvents(events.slice(checkpoint + 1), partition);
        return { close: async () => undefined };
      },
      close: async () => undefined,
    }),
  };
}
