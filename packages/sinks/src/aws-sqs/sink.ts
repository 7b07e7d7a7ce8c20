import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DeliveryRefusedError, type RenderedAlert, type Sink } from '@windhover/pipeline';
import { selectLine, type LineFormat } from '../alert-line.ts';
import { explainSendError } from '../explain-send-error.ts';
import { nameGroup } from '../name-group.ts';
import { packBatches, toMessageAttributes } from '../pack-batches.ts';

export interface AwsSqsSinkOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly format: LineFormat;
}

/** What SQS takes in one request; a message may be as long as the whole request. */
const LIMITS = { maxEntries: 10, maxBytes: 262_144 };

/** One message per alert. In a FIFO queue the alert id is the deduplication id and the rule the group. */
export function createAwsSqsSink(options: AwsSqsSinkOptions): Sink {
  const accepted = new WeakSet<RenderedAlert>();
  const isFifo = options.queueUrl.endsWith('.fifo');
  return {
    name: 'aws_sqs',
    async deliver(alerts, signal) {
      const entries = alerts
        .filter((alert) => !accepted.has(alert))
        .map((item) => ({
          item,
          body: selectLine(item, options.format),
          attributes: { alert_id: item.alert.id },
        }));
      for (const batch of packBatches(entries, LIMITS)) {
        const command = new SendMessageBatchCommand({
          QueueUrl: options.queueUrl,
          Entries: batch.map(({ item, body, attributes }, index) => ({
            Id: String(index),
            MessageBody: body,
            MessageAttributes: toMessageAttributes(attributes),
            ...(isFifo
              ? { MessageDeduplicationId: item.alert.id, MessageGroupId: nameGroup(item.alert.rule) }
              : {}),
          })),
        });
        const answer = await options.client
          .send(command, { abortSignal: signal })
          .catch((error: unknown) => Promise.reject(explainSendError(error)));
        for (const { Id } of answer.Successful ?? []) accepted.add(batch[Number(Id)]!.item);
        const failed = answer.Failed ?? [];
        const temporary = failed.find((failure) => failure.SenderFault !== true);
        if (temporary !== undefined)
          throw new Error(`SQS did not take a message: ${temporary.Code} ${temporary.Message ?? ''}`);
        if (failed.length > 0)
          throw new DeliveryRefusedError(
            `SQS refused a message: ${failed[0]!.Code} ${failed[0]!.Message ?? ''}`,
          );
      }
    },
    close: () => Promise.resolve(),
  };
}
