/** A message as the client library hands it over; it extends the lease until the message is settled. */
export interface PubSubMessage {
  readonly id: string;
  readonly data: Uint8Array;
  /** How often it was delivered; 0 or absent when the subscription does not count. */
  readonly deliveryAttempt?: number;
  ack(): void;
  nack(): void;
}

/** What the ingest needs of a subscription: `Subscription` of `@google-cloud/pubsub` is one. Streaming begins with the listener. */
export interface PubSubSubscription {
  /** Full name: `projects/PROJECT/subscriptions/NAME`. */
  readonly name: string;
  on(event: 'message', listener: (message: PubSubMessage) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  /** Ends the streaming and waits until what was acknowledged is sent. */
  close(): Promise<void>;
}

/** What the Pub/Sub ingest does with messages. */
export interface PubSubIngestConfig {
  /** Event source of all messages; `gcp_auditlog` by default. */
  readonly sourceName?: string;
}
