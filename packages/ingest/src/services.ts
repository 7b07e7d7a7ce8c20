// The ingests and dead letters that talk to services: each brings its SDK or server, which takes time to load.

// Amazon S3: the history in a bucket
export { createS3Ingest } from './aws-s3/ingest.ts';
export { estimateReplay } from './aws-s3/estimate.ts';
export { enqueueReplay } from './aws-s3/enqueue.ts';

// Amazon SQS: notifications of new objects, and records in messages
export type { QueueDepth, SqsIngestClients, SqsIngestConfig } from './aws-sqs/config.ts';
export { createSqsIngest } from './aws-sqs/ingest.ts';

// HTTP: webhooks and push subscriptions
export type { HttpIngestOptions, TlsOptions } from './http/config.ts';
export { startHttpIngest, type HttpIngest } from './http/ingest.ts';

// Azure accounts: who signs in, and containers
export type { AzureSignIn } from './azure-account/create-credential.ts';
export { openBlobContainer, type StorageAccount } from './azure-account/open-container.ts';

// Azure storage accounts: blobs that grow
export type { AzureBlobIngestConfig } from './azure-blob/config.ts';
export { createAzureBlobIngest } from './azure-blob/ingest.ts';

// Azure Event Hubs
export type {
  EventHubsIngestConfig,
  HubConsumer,
  HubEvent,
  HubHandlers,
  HubPartition,
  HubPosition,
} from './azure-event-hubs/config.ts';
export { openEventHubConsumer, type EventHubTarget } from './azure-event-hubs/client.ts';
export { createEventHubsIngest } from './azure-event-hubs/ingest.ts';

// Google Cloud Pub/Sub
export type { PubSubIngestConfig, PubSubMessage, PubSubSubscription } from './gcp-pubsub/config.ts';
export { preparePubSub, type PubSubTarget } from './gcp-pubsub/client.ts';
export { createPubSubIngest } from './gcp-pubsub/ingest.ts';

// Dead letters in the cloud
export { createS3DeadLetter } from './aws-dead-letter/s3-dead-letter.ts';
export { createSqsDeadLetter } from './aws-dead-letter/sqs-dead-letter.ts';
