import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Clock, RetryOptions, UnavailablePolicy } from '@windhover/pipeline';
import type { S3ObjectReference } from '../aws-object/s3-bytes.ts';

/** What the SQS ingest consumes. */
export interface SqsIngestConfig {
  /** The queue's URL, or its name as in `sqs://NAME`. */
  readonly queue: { readonly url: string } | { readonly name: string; readonly ownerAccount?: string };
  /** Receives that are open at once; 2 by default. */
  readonly pollers?: number;
  /** Messages per receive, 1–10; 10 by default. */
  readonly maxMessages?: number;
  /** How long a receive waits for messages, 0–20; 20 by default. */
  readonly waitSeconds?: number;
  /** Messages in work at once, over all pollers; 100 by default. */
  readonly maxInFlightMessages?: number;
  /** How long messages stay hidden, renewed while they are in work; 120 by default. */
  readonly visibilitySeconds?: number;
  /**
   * Without a dead-letter queue behind the queue: how often a message is tried before the pipeline puts it aside; 10 by
   * default. With one the queue counts by itself.
   */
  readonly maxReceiveCount?: number;
  /** False leaves messages in the queue after delivery, so that they come again; true by default. */
  readonly deletesMessages?: boolean;
  /** For an object that a message names and that is gone; `dead-letter` by default. */
  readonly whenObjectGone?: UnavailablePolicy;
  /** For an object that may not be read; `release` by default, since a permission can be set right. */
  readonly whenObjectForbidden?: UnavailablePolicy;
  /** Event source of all records; without it each object is recognised by its content. */
  readonly sourceName?: string;
  /** Larger objects come in ranges of this size. */
  readonly rangeBytes?: number;
  readonly retry?: RetryOptions;
  readonly clock?: Clock;
  /** Told of each message how long it had waited, with the name of the queue. */
  readonly onMessage?: (ageMs: number, queue: string) => void;
  /** Told now and then what is in the queue, where that may be asked for. */
  readonly onDepth?: (depth: QueueDepth, queue: string) => void;
}

/** Messages of a queue, as the service estimates them. */
export interface QueueDepth {
  readonly visible: number;
  readonly in_flight: number;
  readonly delayed: number;
}

/** The clients of the ingest. Objects may lie in other regions and accounts than the queue. */
export interface SqsIngestClients {
  readonly sqs: SQSClient;
  /** The client for an object, given its bucket and, where the message tells it, its region. */
  s3For(object: S3ObjectReference & { readonly region?: string }): S3Client;
}
