// The operations of SQS on the stand-in's queues: parsed JSON in, JSON out, names as in the API.

import { createHash } from 'node:crypto';
import type { Clock } from '@windhover/pipeline';
import type { FaultPlan } from '../loopback/faults.ts';
import { MessageQueue, type QueueAttributes, type QueuedMessage } from './message-queue.ts';
import { createNoQueueError, createParameterError, SqsError } from './sqs-error.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of requests; each operation reads what the API documents
type Input = Readonly<Record<string, any>>;
type Output = Record<string, unknown>;

/** All queues of one account. */
export interface SqsAccount {
  readonly queues: Map<string, MessageQueue>;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  readonly baseUrl: () => string;
  readonly faults: () => FaultPlan;
}

const maxMessageBytes = 1024 * 1024;

/** What each operation does. */
export const sqsOperations: Readonly<
  Record<string, (account: SqsAccount, input: Input, signal: AbortSignal) => Output | Promise<Output>>
> = {
  CreateQueue(account, input) {
    const name = String(input['QueueName']);
    if (!/^[\w-]{1,80}$/.test(name)) throw createParameterError(`invalid queue name ${name}`);
    const attributes: QueueAttributes = {
      VisibilityTimeout: 30,
      DelaySeconds: 0,
      ReceiveMessageWaitTimeSeconds: 0,
      redrive: undefined,
    };
    setAttributes(attributes, input['Attributes'] ?? {});
    if (!account.queues.has(name))
      account.queues.set(name, new MessageQueue(name, attributes, account.clock));
    return { QueueUrl: getUrl(account, name) };
  },

  GetQueueUrl(account, input) {
    const name = String(input['QueueName']);
    const owner = input['QueueOwnerAWSAccountId'];
    if (!account.queues.has(name) || (owner !== undefined && owner !== account.accountId))
      throw createNoQueueError();
    return { QueueUrl: getUrl(account, name) };
  },

  ListQueues: (account) => ({ QueueUrls: [...account.queues.keys()].map((name) => getUrl(account, name)) }),

  DeleteQueue(account, input) {
    account.queues.delete(findQueue(account, input).name);
    return {};
  },

  GetQueueAttributes(account, input) {
    const queue = findQueue(account, input);
    const counts = queue.count();
    const { redrive } = queue.attributes;
    const all: Record<string, string> = {
      QueueArn: getArn(account, queue.name),
      ApproximateNumberOfMessages: `${counts.visible}`,
      ApproximateNumberOfMessagesNotVisible: `${counts.inFlight}`,
      ApproximateNumberOfMessagesDelayed: `${counts.delayed}`,
      VisibilityTimeout: `${queue.attributes.VisibilityTimeout}`,
      DelaySeconds: `${queue.attributes.DelaySeconds}`,
      ReceiveMessageWaitTimeSeconds: `${queue.attributes.ReceiveMessageWaitTimeSeconds}`,
      ...(redrive !== undefined && {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: redrive.targetArn,
          maxReceiveCount: redrive.maxReceiveCount,
        }),
      }),
    };
    const wanted: readonly string[] = input['AttributeNames'] ?? [];
    return {
      Attributes: Object.fromEntries(
        Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name)),
      ),
    };
  },

  SetQueueAttributes(account, input) {
    setAttributes(findQueue(account, input).attributes, input['Attributes'] ?? {});
    return {};
  },

  SendMessage: (account, input) => send(findQueue(account, input), input),

  SendMessageBatch: (account, input) =>
    runBatch(account, input, 'SendMessageBatchEntry', (queue, entry) => send(queue, entry)),

  async ReceiveMessage(account, input, signal) {
    const queue = findQueue(account, input);
    const count = readInteger(input, 'MaxNumberOfMessages', 1, 1, 10);
    const waitSeconds = readInteger(
      input,
      'WaitTimeSeconds',
      queue.attributes.ReceiveMessageWaitTimeSeconds,
      0,
      20,
    );
    const visibility = readInteger(input, 'VisibilityTimeout', queue.attributes.VisibilityTimeout, 0, 43_200);
    const messages = await queue.receive(
      count,
      waitSeconds,
      visibility,
      signal,
      (message) => findByArn(account, queue.attributes.redrive?.targetArn)?.add(message),
      () => account.faults().next('Delivery')?.kind === 'duplicate',
    );
    const names = [...(input['AttributeNames'] ?? []), ...(input['MessageSystemAttributeNames'] ?? [])];
    // Without messages the member is left out, as in the service.
    return messages.length === 0
      ? {}
      : { Messages: messages.map((message) => describe(message, names, account)) };
  },

  DeleteMessage(account, input) {
    findQueue(account, input).delete(String(input['ReceiptHandle']));
    return {};
  },

  DeleteMessageBatch: (account, input) =>
    runBatch(account, input, 'DeleteMessageBatchEntry', (queue, entry) => {
      queue.delete(String(entry['ReceiptHandle']));
      return {};
    }),

  ChangeMessageVisibility(account, input) {
    changeVisibility(findQueue(account, input), input);
    return {};
  },

  ChangeMessageVisibilityBatch: (account, input) =>
    runBatch(account, input, 'ChangeMessageVisibilityBatchEntry', (queue, entry) => {
      changeVisibility(queue, entry);
      return {};
    }),

  PurgeQueue(account, input) {
    findQueue(account, input).purge();
    return {};
  },
};

function runBatch(
  account: SqsAccount,
  input: Input,
  operation: string,
  run: (queue: MessageQueue, entry: Input) => Output,
): Output {
  const queue = findQueue(account, input);
  const entries: readonly Input[] = input['Entries'] ?? [];
  if (entries.length === 0) throw new SqsError('EmptyBatchRequest', 'There should be at least one entry.');
  if (entries.length > 10)
    throw new SqsError('TooManyEntriesInBatchRequest', 'Maximum number of entries is 10.');
  if (new Set(entries.map((entry) => entry['Id'])).size < entries.length) {
    throw new SqsError('BatchEntryIdsNotDistinct', 'Two entries have the same id.');
  }
  const successful: Output[] = [];
  const failed: Output[] = [];
  for (const entry of entries) {
    try {
      if (account.faults().next(operation) !== undefined)
        throw new SqsError('InternalError', 'This entry failed.');
      successful.push({ Id: entry['Id'], ...run(queue, entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      failed.push({
        Id: entry['Id'],
        Code: error.type,
        Message: error.message,
        SenderFault: error.type !== 'InternalError',
      });
    }
  }
  return { Successful: successful, Failed: failed };
}

function send(queue: MessageQueue, input: Input): Output {
  const body = String(input['MessageBody'] ?? '');
  if (body === '')
    throw new SqsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > maxMessageBytes) {
    throw createParameterError(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maxMessageBytes} bytes.`,
    );
  }
  const message = queue.send(body, input['MessageAttributes'] ?? {}, input['DelaySeconds']);
  return { MessageId: message.id, MD5OfMessageBody: message.md5 };
}

function changeVisibility(queue: MessageQueue, input: Input): void {
  const seconds = readInteger(input, 'VisibilityTimeout', 0, 0, 43_200);
  if (!queue.changeVisibility(String(input['ReceiptHandle']), seconds)) {
    throw new SqsError(
      'MessageNotInflight',
      'The message is not in flight.',
      'AWS.SimpleQueueService.MessageNotInflight',
    );
  }
}

function describe(message: QueuedMessage, names: readonly string[], account: SqsAccount): Output {
  const all: Record<string, string> = {
    ApproximateReceiveCount: `${message.receiveCount}`,
    ApproximateFirstReceiveTimestamp: `${message.firstReceivedMs ?? 0}`,
    SentTimestamp: `${message.sentMs}`,
    SenderId: account.accountId,
  };
  const attributes = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: createHash('md5').update(message.body).digest('hex'),
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(Object.keys(message.attributes).length > 0 && { MessageAttributes: message.attributes }),
  };
}

function setAttributes(attributes: QueueAttributes, input: Readonly<Record<string, string>>): void {
  for (const name of ['VisibilityTimeout', 'DelaySeconds', 'ReceiveMessageWaitTimeSeconds'] as const) {
    if (input[name] !== undefined) attributes[name] = Number(input[name]);
  }
  if (input['RedrivePolicy'] !== undefined) {
    const policy = JSON.parse(input['RedrivePolicy']);
    attributes.redrive = {
      targetArn: policy.deadLetterTargetArn,
      maxReceiveCount: Number(policy.maxReceiveCount),
    };
  }
}

function findQueue(account: SqsAccount, input: Input): MessageQueue {
  const queue = account.queues.get(String(input['QueueUrl']).split('/').at(-1) ?? '');
  if (queue === undefined) throw createNoQueueError();
  return queue;
}

function findByArn(account: SqsAccount, arn: string | undefined): MessageQueue | undefined {
  return account.queues.get(arn?.split(':').at(-1) ?? '');
}

function getUrl(account: SqsAccount, name: string): string {
  return `${account.baseUrl()}/${account.accountId}/${name}`;
}

function getArn(account: SqsAccount, name: string): string {
  return `arn:aws:sqs:${account.region}:${account.accountId}:${name}`;
}

function readInteger(input: Input, name: string, fallback: number, min: number, max: number): number {
  const value = input[name] ?? fallback;
  if (!Number.isInteger(value) || value < min || value > max) {
    throw createParameterError(
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}.`,
    );
  }
  return value;
}
