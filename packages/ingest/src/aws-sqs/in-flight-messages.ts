import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type BatchResultErrorEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createBatching, retry, type Clock, type RetryOptions } from '@windhover/pipeline';

/** A message while it is in work. */
export interface InFlightMessage {
  readonly id: string;
  /** Of the latest delivery: only that one counts. */
  receiptHandle: string;
  receiveCount: number;
}

/** Keeps messages hidden while they are in work, and settles them. */
export interface InFlightMessages {
  readonly count: number;
  /** The message that is in work under this id, if one is. */
  find(id: string): InFlightMessage | undefined;
  add(message: InFlightMessage): void;
  /** Remove the message from the queue. */
  delete(message: InFlightMessage): Promise<void>;
  /** Leave the message as it is: it comes again when it is not hidden any more. */
  leave(message: InFlightMessage): void;
  /** Let the message come back after a while that grows with its deliveries. */
  release(message: InFlightMessage): Promise<void>;
  /** Resolves when fewer than `count` are in work. */
  whenBelow(count: number): Promise<void>;
  /** Keep all of them hidden until `signal` aborts. */
  keepHidden(signal: AbortSignal): Promise<void>;
}

const batchEntries = 10;
const maxReleaseSeconds = 900;

/** Watch over the messages of a queue. */
export function createInFlightMessages(
  client: SQSClient,
  queueUrl: string,
  visibilitySeconds: number,
  clock: Clock,
  retryOptions: RetryOptions,
): InFlightMessages {
  const messages = new Map<string, InFlightMessage>();
  let waiting: (() => void)[] = [];

  const leave = (message: InFlightMessage): void => {
    messages.delete(message.id);
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const deletions = createBatching<InFlightMessage>(batchEntries, (batch) =>
    sendBatch(batch, retryOptions, async (entries) => {
      const Entries = entries.map(([Id, { receiptHandle }]) => ({ Id, ReceiptHandle: receiptHandle }));
      return (await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }))).Failed;
    }),
  );
  const hide = createBatching<{ message: InFlightMessage; seconds: number }>(batchEntries, (batch) =>
    sendBatch(batch, retryOptions, async (entries) => {
      const Entries = entries.map(([Id, { message, seconds }]) => ({
        Id,
        ReceiptHandle: message.receiptHandle,
        VisibilityTimeout: seconds,
      }));
      return (await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries })))
        .Failed;
    }),
  );

  return {
    get count() {
      return messages.size;
    },
    find: (id) => messages.get(id),
    add: (message) => void messages.set(message.id, message),
    leave,
    delete: (message) => deletions.add(message).finally(() => leave(message)),
    release(message) {
      const seconds = Math.min(maxReleaseSeconds, 5 * 2 ** Math.min(message.receiveCount, 10));
      return hide.add({ message, seconds }).finally(() => leave(message));
    },
    async whenBelow(count) {
      while (messages.size >= count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    async keepHidden(signal) {
      // Three chances before a message becomes visible again.
      for (;;) {
        await clock.sleep((visibilitySeconds * 1000) / 3, signal);
        if (signal.aborted) return;
        const renewals = [...messages.values()].map((message) =>
          hide.add({ message, seconds: visibilitySeconds }),
        );
        // A message that cannot be hidden comes again, with the same alert ids.
        await Promise.allSettled(renewals);
      }
    },
  };
}

/** Send a batch and send again what failed for a passing reason. Gives the errors of the others by index. */
async function sendBatch<Item>(
  batch: readonly Item[],
  options: RetryOptions,
  send: (
    entries: readonly (readonly [string, Item])[],
  ) => Promise<readonly BatchResultErrorEntry[] | undefined>,
): Promise<ReadonlyMap<number, Error>> {
  let entries = batch.map((item, index) => [`${index}`, item] as const);
  const errors = new Map<number, Error>();
  const attempt = async (): Promise<void> => {
    const failed = new Map((await send(entries))?.map((entry) => [entry.Id, entry]));
    for (const { Id, Code, Message, SenderFault } of failed.values()) {
      if (SenderFault === true) errors.set(Number(Id), new Error(`${Code}: ${Message ?? ''}`));
    }
    entries = entries.filter(([id]) => failed.has(id) && !errors.has(Number(id)));
    if (entries.length > 0)
      throw new Error(`${entries.length} entries failed: ${failed.get(entries[0]![0])?.Code}`);
  };
  try {
    await retry(attempt, () => true, options);
  } catch (error) {
    for (const [id] of entries) errors.set(Number(id), error as Error);
  }
  return errors;
}
