import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import { DeliveryRefusedError, type RenderedAlert, type Sink } from '@windhover/pipeline';
import { selectLine, type LineFormat } from '../alert-line.ts';
import { packBatches } from '../pack-batches.ts';

export interface AwsSnsSinkOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly format: LineFormat;
}

const LIMITS = { maxEntries: 10, maxBytes: 262_144 };
/** SNS shows at most 100 characters of ASCII as the subject of an e-mail. */
const MAX_SUBJECT = 100;

/** One message per alert, with `priority`, `rule` and `source` as attributes for filter policies. */
export function createAwsSnsSink(options: AwsSnsSinkOptions): Sink {
  const accepted = new WeakSet<RenderedAlert>();
  return {
    name: 'aws_sns',
    async deliver(alerts, signal) {
      const entries = alerts
        .filter((alert) => !accepted.has(alert))
        .map((item) => ({ item, body: selectLine(item, options.format) }));
      for (const batch of packBatches(entries, LIMITS)) {
        const answer = await options.client.send(
          new PublishBatchCommand({
            TopicArn: options.topicArn,
            PublishBatchRequestEntries: batch.map(({ item, body }, index) => ({
              Id: String(index),
              Message: body,
              Subject: subject(item),
              MessageAttributes: {
                alert_id: attribute(item.alert.id),
                priority: attribute(item.alert.priority),
                rule: attribute(item.alert.rule),
                source: attribute(item.alert.source),
              },
            })),
          }),
          { abortSignal: signal },
        );
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

function attribute(value: string): { DataType: string; StringValue: string } {
  return { DataType: 'String', StringValue: value };
}
