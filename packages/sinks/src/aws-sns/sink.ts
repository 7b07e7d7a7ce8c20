import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import { DeliveryRefusedError, type RenderedAlert, type Sink } from '@windhover/pipeline';
import { selectLine, type LineFormat } from '../alert-line.ts';
import { explainSendError } from '../explain-send-error.ts';
import { nameGroup } from '../name-group.ts';
import { packBatches, toMessageAttributes } from '../pack-batches.ts';

export interface AwsSnsSinkOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly format: LineFormat;
}

const LIMITS = { maxEntries: 10, maxBytes: 262_144 };
/** SNS shows at most 100 characters of ASCII as the subject of an e-mail. */
const MAX_SUBJECT = 100;

/**
 * One message per alert, with `priority`, `rule` and `source` as attributes for filter policies. In a FIFO topic the alert
 * id is the deduplication id and the rule the group.
 */
export function createAwsSnsSink(options: AwsSnsSinkOptions): Sink {
  const accepted = new WeakSet<RenderedAlert>();
  const isFifo = options.topicArn.endsWith('.fifo');
  return {
    name: 'aws_sns',
    async deliver(alerts, signal) {
      const entries = alerts
        .filter((alert) => !accepted.has(alert))
        .map((item) => ({
          item,
          body: selectLine(item, options.format),
          attributes: listAttributes(item),
        }));
      for (const batch of packBatches(entries, LIMITS)) {
        const command = new PublishBatchCommand({
          TopicArn: options.topicArn,
          PublishBatchRequestEntries: batch.map(({ item, body, attributes }, index) => ({
            Id: String(index),
            Message: body,
            Subject: subject(item),
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
          throw new Error(`SNS did not take a message: ${temporary.Code} ${temporary.Message ?? ''}`);
        if (failed.length > 0)
          throw new DeliveryRefusedError(
            `SNS refused a message: ${failed[0]!.Code} ${failed[0]!.Message ?? ''}`,
          );
      }
    },
    close: () => Promise.resolve(),
  };
}

function subject({ alert }: RenderedAlert): string {
  const text = `${alert.priority}: ${alert.rule}`.replace(/[^\x20-\x7e]/g, '?');
  return text.slice(0, MAX_SUBJECT);
}

function listAttributes({ alert }: RenderedAlert): Readonly<Record<string, string>> {
  return { alert_id: alert.id, priority: alert.priority, rule: alert.rule, source: alert.source };
}
