import type { Clock } from '@windhover/pipeline';

/** An event of a partition as the client hands it over. */
export interface HubEvent {
  /** What was sent: bytes, unless the sender used another form of AMQP. */
  readonly body: unknown;
  readonly sequenceNumber: number;
}

/** The partition that events come from. */
export interface HubPartition {
  readonly eventHubName: string;
  readonly partitionId: string;
  /** Remember for all consumers of the group that everything up to this event is done. */
  updateCheckpoint(event: HubEvent): Promise<void>;
}

/** What the client calls. It brings no more events of a partition until `processEvents` has resolved. */
export interface HubHandlers {
  processEvents(events: readonly HubEvent[], partition: HubPartition): Promise<void>;
  processError(error: Error, partition: HubPartition): Promise<void>;
  processClose(reason: string, partition: HubPartition): Promise<void>;
}

/** What the ingest needs of a consumer: `EventHubConsumerClient` of `@azure/event-hubs` with a checkpoint store is one. */
export interface HubConsumer {
  subscribe(
    handlers: HubHandlers,
    options: {
      readonly maxBatchSize: number;
      readonly maxWaitTimeInSeconds: number;
      readonly skipParsingBodyAsJson: boolean;
      readonly startPosition?: HubPosition;
    },
  ): { close(): Promise<void> };
  close(): Promise<void>;
}

/** Where a partition is read from: an offset (`-1` is its beginning), or the time of its arrival in ms. */
export type HubPosition = { readonly offset: string } | { readonly enqueuedOn: number };

/** What the Event Hubs ingest does with events. */
export interface EventHubsIngestConfig {
  /** Where partitions without a checkpoint begin; `latest` by default, otherwise a time as RFC 3339 writes it. */
  readonly startPosition?: 'earliest' | 'latest' | (string & {});
  /** Events of a partition at once; 100 by default. */
  readonly maxBatchSize?: number;
  /** Event source of all records; without it each object is recognised by its content. */
  readonly sourceName?: string;
  readonly clock?: Clock;
}
