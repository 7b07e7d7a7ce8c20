import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { RenderedAlert, Sink } from '@windhover/pipeline';
import type { LineFormat } from '../alert-line.ts';
import { createBatchSink } from '../create-batch-sink.ts';

export interface AwsSnsSinkOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly format: LineFormat;
}

/** SNS shows at most 100 characters of ASCII as the subject of an e-mail. */
const MAX_SUBJECT = 100;

/**
 * One message per alert, with `priority`, `rule` and `source` as attributes for filter policies. In a FIFO topic the alert
 * id is the deduplication id and the rule the group.
 */
export function createAwsSnsSink({ client, topicArn, format }: AwsSnsSinkOptions): Sink {
  return createBatchSink({
    name: 'aws_sns',
    label: 'SNS',
    format,
    isFifo: topicArn.endsWith('.fifo'),
    listAttributes,
    send(entries, signal) {
      const command = new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: entries.map(({ alert, body, common }) => ({
          ...common,
          Message: body,
          Subject: subject(alert),
        })),
      });
      return client.send(command, { abortSignal: signal });
    },
  });
}

function subject({ alert }: RenderedAlert): string {
  const text = `${alert.priority}: ${alert.rule}`.replace(/[^\x20-\x7e]/g, '?');
  return text.slice(0, MAX_SUBJECT);
}

function listAttributes({ alert }: RenderedAlert): Readonly<Record<string, string>> {
  return { alert_id: alert.id, priority: alert.priority, rule: alert.rule, source: alert.source };
}
