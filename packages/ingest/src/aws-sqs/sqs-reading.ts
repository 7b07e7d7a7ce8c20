import type { RetryOptions } from '@windhover/pipeline';
import type { SqsIngestClients, SqsIngestConfig } from './config.ts';
import type { InFlightMessages } from './in-flight-messages.ts';

/** What a reading works with. */
export interface SqsReading {
  readonly queueUrl: string;
  readonly hasDeadLetterQueue: boolean;
  readonly inFlight: InFlightMessages;
  readonly clients: SqsIngestClients;
  readonly config: SqsIngestConfig;
  readonly retry: RetryOptions;
}
