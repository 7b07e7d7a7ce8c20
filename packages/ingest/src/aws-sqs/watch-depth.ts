import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '@windhover/pipeline';
import type { QueueDepth } from './config.ts';

const askEveryMs = 30_000;
const attributes = {
  visible: 'ApproximateNumberOfMessages',
  in_flight: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const satisfies Readonly<Record<keyof QueueDepth, string>>;

/** Ask how much is in a queue until `signal` aborts. A queue that does not say is left alone. */
export async function watchDepth(
  client: SQSClient,
  queueUrl: string,
  tell: (depth: QueueDepth) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: Object.values(attributes),
  });
  while (!signal.aborted) {
    try {
      const { Attributes = {} } = await client.send(command, { abortSignal: signal });
      tell({
        visible: Number(Attributes[attributes.visible] ?? 0),
        in_flight: Number(Attributes[attributes.in_flight] ?? 0),
        delayed: Number(Attributes[attributes.delayed] ?? 0),
      });
    } catch {
      // A missing permission must not stop the reading, and a passing failure is over the next time.
    }
    await clock.sleep(askEveryMs, signal);
  }
}
