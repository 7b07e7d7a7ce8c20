import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  defaultRetryPolicy,
  renderDeadLetter,
  retry,
  type DeadLetter,
  type RetryOptions,
} from '@windhover/pipeline';

/** Room that a message leaves for an entry; older queues take 256 KiB in all. */
const maxMessageBytes = 250 * 1024;

/** A message per entry in a queue. An entry that is too large goes without its bytes: its origin still has them. */
export function createSqsDeadLetter(
  client: SQSClient,
  queueUrl: string,
  options: RetryOptions = {},
): DeadLetter {
  return {
    async put(entry) {
      const whole = renderDeadLetter(entry);
      const { bytes: _, alerts: __, ...small } = entry;
      const MessageBody = Buffer.byteLength(whole) <= maxMessageBytes ? whole : renderDeadLetter(small);
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody });
      await retry(
        () => client.send(command),
        () => true,
        { retryPolicy: defaultRetryPolicy, ...options },
      );
    },
    close: async () => undefined,
  };
}
