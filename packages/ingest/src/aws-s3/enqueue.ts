import type { S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { defaultRetryPolicy, retry, type RetryOptions } from '@windhover/pipeline';
import type { S3IngestConfig } from './config.ts';
import { findObjects, isFoundObject, type FoundObject } from './find-objects.ts';
import { openProgress } from './progress.ts';

const objectsPerMessage = 10;
const messagesPerBatch = 10;

/**
 * Let a fleet replay: send a queue S3's own notifications of all objects. With a checkpoint a second run goes on after
 * the last batch that was sent; a batch may be sent twice, and its alerts have the same ids then.
 */
export async function enqueueReplay(
  client: S3Client,
  config: S3IngestConfig,
  queue: { readonly client: SQSClient; readonly queueUrl: string },
  signal: AbortSignal,
): Promise<{ readonly objects: number; readonly messages: number }> {
  const progress = openProgress(config);
  const sums = { objects: 0, messages: 0 };
  let waiting: FoundObject[] = [];
  const flush = async (): Promise<void> => {
    const objects = waiting;
    waiting = [];
    if (objects.length === 0) return;
    sums.messages += await sendAll(queue, config, objects, signal);
    sums.objects += objects.length;
    for (const { partition, key } of objects) progress.settle(partition, key);
  };
  for await (const item of findObjects(client, config, signal, progress.startOf)) {
    if (!isFoundObject(item)) {
      progress.finish(item);
      continue;
    }
    progress.begin(item.partition, item.key);
    waiting.push(item);
    if (waiting.length >= objectsPerMessage * messagesPerBatch) await flush();
  }
  await flush();
  return sums;
}

/** Sends a batch; entries that fail are sent again. Gives the number of messages. */
async function sendAll(
  queue: { readonly client: SQSClient; readonly queueUrl: string },
  config: S3IngestConfig,
  objects: readonly FoundObject[],
  signal: AbortSignal,
): Promise<number> {
  let entries: { Id: string; MessageBody: string }[] = [];
  for (let at = 0; at < objects.length; at += objectsPerMessage) {
    entries.push({
      Id: `${at}`,
      MessageBody: renderNotification(config, objects.slice(at, at + objectsPerMessage)),
    });
  }
  const count = entries.length;
  const options: RetryOptions = {
    retryPolicy: defaultRetryPolicy,
    ...(config.clock !== undefined && { clock: config.clock }),
    ...config.retry,
    signal,
  };
  const send = async (): Promise<void> => {
    const command = new SendMessageBatchCommand({ QueueUrl: queue.queueUrl, Entries: entries });
    const { Failed = [] } = await queue.client.send(command);
    entries = entries.filter(({ Id }) => Failed.some((failed) => failed.Id === Id));
    if (entries.length > 0)
      throw new Error(`the queue did not take ${entries.length} messages: ${Failed[0]?.Message}`);
  };
  await retry(send, () => true, options);
  return count;
}

function renderNotification({ bucket }: S3IngestConfig, objects: readonly FoundObject[]): string {
  return JSON.stringify({
    Records: objects.map(({ key, size }) => ({
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: bucket }, object: { key: encodeURIComponent(key).replaceAll('%2F', '/'), size } },
    })),
  });
}
