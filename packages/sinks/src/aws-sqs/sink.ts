import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DeliveryRefusedError, type RenderedAlert, type Sink } from '@windhover/pipeline';
import { selectLine, type LineFormat } from '../alert-line.ts';
import { packBatches } from '../pack-batches.ts';

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
        .map((item) => ({ item, body: selectLine(item, options.format) }));
      for (const batch of packBatches(entries, LIMITS)) {
        const answer = await options.client.send(
          new SendMessageBatchCommand({
            QueueUrl: options.queueUrl,
            Entries: batch.map(({ item, body }, index) => ({
              Id: String(index),
              MessageBody: body,
              MessageAttributes: { alert_id: { DataType: 'String', StringValue: item.alert.id } },
              ...(isFifo
                ? { MessageDeduplicationId: item.alert.id, MessageGroupId: groupId(item.alert.rule) }
                : {}),
            })),
          }),
          { abortSignal: signal },
        );
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

/** SQS group ids are at most 128 characters of a small alphabet. */
function groupId(rule: string): string {
  return rule.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 128) || '_';
}
