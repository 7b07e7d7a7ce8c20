import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import {
  createBoundedChannel,
  defaultRetryPolicy,
  retry,
  systemClock,
  type BoundedChannel,
  type Ingest,
  type IngestObject,
  type RetryOptions,
} from '@windhover/pipeline';
import { createMessageObjects } from './create-objects.ts';
import { createInFlightMessages } from './in-flight-messages.ts';
import type { QueueDepth, SqsIngestClients, SqsIngestConfig } from './config.ts';
import type { SqsReading } from './sqs-reading.ts';
import { watchDepth } from './watch-depth.ts';

const defaults = {
  pollers: 2,
  maxMessages: 10,
  waitSeconds: 20,
  maxInFlightMessages: 100,
  visibilitySeconds: 120,
};

/**
 * Consumes a queue: long polling, messages hidden while they are in work, and deleted only after all that they name was
 * delivered. Iteration throws when the queue cannot be found or read; single messages never end it.
 */
export function createSqsIngest(clients: SqsIngestClients, config: SqsIngestConfig): Ingest {
  return {
    name: 'aws_sqs',
    read: (signal) => readQueue(clients, config, signal),
    close: async () => undefined,
  };
}

async function* readQueue(
  clients: SqsIngestClients,
  config: SqsIngestConfig,
  signal: AbortSignal,
): AsyncGenerator<IngestObject> {
  const { clock = systemClock, visibilitySeconds = defaults.visibilitySeconds } = config;
  // Settlement goes on while the pipeline drains, so that its retries do not end with `signal`.
  const retryOptions: RetryOptions = { retryPolicy: defaultRetryPolicy, clock, ...config.retry };
  const queueUrl = await findQueueUrl(clients.sqs, config);
  const inFlight = createInFlightMessages(clients.sqs, queueUrl, visibilitySeconds, clock, retryOptions);
  const reading: SqsReading = {
    queueUrl,
    hasDeadLetterQueue: await hasDeadLetterQueue(clients.sqs, queueUrl),
    inFlight,
    clients,
    config,
    retry: retryOptions,
  };
  const heartbeat = new AbortController();
  const hiding = inFlight.keepHidden(heartbeat.signal);
  const ended = new AbortController();
  const { onDepth } = config;
  if (onDepth !== undefined) {
    const tell = (depth: QueueDepth): void => onDepth(depth, nameQueue(queueUrl));
    void watchDepth(clients.sqs, queueUrl, tell, clock, AbortSignal.any([signal, ended.signal]));
  }
  const channel = createBoundedChannel<IngestObject>(1);
  const polling = Promise.all(
    Array.from({ length: config.pollers ?? defaults.pollers }, () =>
      poll(reading, channel, AbortSignal.any([signal, ended.signal])),
    ),
  ).then(
    () => channel.close(),
    (error: Error) => channel.close(error),
  );
  try {
    yield* channel.receive();
  } finally {
    ended.abort();
    channel.close();
    await polling;
    await releaseRest(channel);
    // The heart beats on until the pipeline has settled what it took.
    void inFlight.whenBelow(1).then(() => heartbeat.abort());
    hiding.catch(() => undefined);
  }
}

/** What was received and nobody takes any more. */
async function releaseRest(channel: BoundedChannel<IngestObject>): Promise<void> {
  try {
    for await (const object of channel.receive()) await object.nack(new Error('shutting down'));
  } catch {
    // The failure of the channel was told to whoever read it; a message that is not released comes back by itself.
  }
}

async function poll(
  reading: SqsReading,
  channel: BoundedChannel<IngestObject>,
  signal: AbortSignal,
): Promise<void> {
  const { inFlight, config, queueUrl, clients } = reading;
  const {
    visibilitySeconds = defaults.visibilitySeconds,
    maxInFlightMessages = defaults.maxInFlightMessages,
  } = config;
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: config.maxMessages ?? defaults.maxMessages,
    WaitTimeSeconds: config.waitSeconds ?? defaults.waitSeconds,
    VisibilityTimeout: visibilitySeconds,
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
  });
  while (!signal.aborted) {
    await inFlight.whenBelow(maxInFlightMessages);
    if (signal.aborted) return;
    const receive = (): Promise<readonly Message[]> =>
      clients.sqs.send(command, { abortSignal: signal }).then(
        ({ Messages = [] }) => Messages,
        (error: unknown) => {
          if (signal.aborted) return [];
          throw error;
        },
      );
    for (const message of await retry(receive, () => true, { ...reading.retry, signal })) {
      noteAge(message, reading);
      for (const object of await createMessageObjects(message, reading)) {
        if (!(await channel.send(object))) await object.nack(new Error('shutting down'));
      }
    }
  }
}

function noteAge({ Attributes = {} }: Message, { queueUrl, config }: SqsReading): void {
  const sentMs = Number(Attributes['SentTimestamp']);
  if (!Number.isFinite(sentMs)) return;
  const ageMs = (config.clock ?? systemClock).nowMs() - sentMs;
  config.onMessage?.(Math.max(0, ageMs), nameQueue(queueUrl));
}

function nameQueue(queueUrl: string): string {
  return queueUrl.split('/').at(-1) ?? queueUrl;
}

async function findQueueUrl(client: SQSClient, { queue }: SqsIngestConfig): Promise<string> {
  if ('url' in queue) return queue.url;
  const { QueueUrl } = await client.send(
    new GetQueueUrlCommand({
      QueueName: queue.name,
      ...(queue.ownerAccount !== undefined && { QueueOwnerAWSAccountId: queue.ownerAccount }),
    }),
  );
  if (QueueUrl === undefined) throw new Error(`the queue ${queue.name} has no URL`);
  return QueueUrl;
}

/** Without the permission to know it, there is taken to be one. */
async function hasDeadLetterQueue(client: SQSClient, queueUrl: string): Promise<boolean> {
  try {
    const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['RedrivePolicy'] });
    return (await client.send(command)).Attributes?.['RedrivePolicy'] !== undefined;
  } catch {
    return true;
  }
}
