import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Sink } from '@windhover/pipeline';
import type { LineFormat } from '../alert-line.ts';
import { createBatchSink } from '../create-batch-sink.ts';

export interface AwsSqsSinkOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly format: LineFormat;
}

/** One message per alert. In a FIFO queue the alert id is the deduplication id and the rule the group. */
export function createAwsSqsSink({ client, queueUrl, format }: AwsSqsSinkOptions): Sink {
  return createBatchSink({
    name: 'aws_sqs',
    label: 'SQS',
    format,
    isFifo: queueUrl.endsWith('.fifo'),
    listAttributes: ({ alert }) => ({ alert_id: alert.id }),
    send(entries, signal) {
      const command = new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: entries.map(({ body, common }) => ({ ...common, MessageBody: body })),
      });
      return client.send(command, { abortSignal: signal });
    },
  });
}
