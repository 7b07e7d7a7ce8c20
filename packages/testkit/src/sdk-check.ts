// Calls of the AWS SDK whose results the loopback servers must share with the real services. Pointed at real S3 and
// SQS (clients with real credentials, a bucket and queues of one's own) the same checks say whether the stand-ins are
// right to behave as they do.

import { deepStrictEqual as same, ok, rejects } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import * as s3 from '@aws-sdk/client-s3';
import * as sqs from '@aws-sdk/client-sqs';

/** One thing that S3 or SQS does, checked by calls of the SDK. */
export interface SdkCheck {
  readonly name: string;
  run(clients: SdkClients): Promise<void>;
}

/** Where the checks run. All names they make start with `windhover-check-`. */
export interface SdkClients {
  readonly s3: s3.S3Client;
  readonly sqs: sqs.SQSClient;
}

/** As much of a record of an S3 notification as is checked. */
interface S3EventRecord {
  readonly s3: {
    readonly bucket: { readonly name: string };
    readonly object: { readonly key: string; readonly size: number };
  };
}

/** All checks; each makes what it needs and removes it. */
export const sdkChecks: readonly SdkCheck[] = [
  {
    name: 's3: an object comes back with its metadata and checksum',
    run: ({ s3: client }) =>
      withBucket(client, async (Bucket) => {
        const Body = Buffer.from('{"Records":[]}');
        await client.send(
          new s3.PutObjectCommand({ Bucket, Key: 'a b/ü+%.json', Body, Metadata: { mark: '1' } }),
        );
        const got = await client.send(
          new s3.GetObjectCommand({ Bucket, Key: 'a b/ü+%.json', ChecksumMode: 'ENABLED' }),
        );
        same(await got.Body?.transformToString(), '{"Records":[]}');
        same(got.Metadata, { mark: '1' });
        const head = await client.send(new s3.HeadObjectCommand({ Bucket, Key: 'a b/ü+%.json' }));
        same([head.ContentLength, head.ETag], [Body.length, got.ETag]);
      }),
  },
  {
    name: 's3: a stream is uploaded in chunks with its checksum behind it',
    run: ({ s3: client }) =>
      withBucket(client, async (Bucket) => {
        const parts = [Buffer.alloc(70_000, 'a'), Buffer.alloc(5, 'b')];
        const Body = Readable.from(parts, { objectMode: false });
        await client.send(new s3.PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength: 70_005 }));
        const got = await client.send(new s3.GetObjectCommand({ Bucket, Key: 'k' }));
        same(Buffer.from((await got.Body?.transformToByteArray()) ?? []), Buffer.concat(parts));
      }),
  },
  {
    name: 's3: ranges',
    run: ({ s3: client }) =>
      withBucket(client, async (Bucket) => {
        await client.send(new s3.PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }));
        const read = async (Range: string) => {
          const got = await client.send(new s3.GetObjectCommand({ Bucket, Key: 'k', Range }));
          return [await got.Body?.transformToString(), got.ContentRange];
        };
        same(await read('bytes=2-4'), ['234', 'bytes 2-4/10']);
        same(await read('bytes=8-'), ['89', 'bytes 8-9/10']);
        same(await read('bytes=-3'), ['789', 'bytes 7-9/10']);
        same(await read('bytes=5-99'), ['56789', 'bytes 5-9/10']);
        await rejects(read('bytes=10-'), { name: 'InvalidRange' });
      }),
  },
  {
    name: 's3: listings have prefixes, delimiters, starts and pages, in byte order',
    run: ({ s3: client }) =>
      withBucket(client, async (Bucket) => {
        for (const Key of ['b/2', 'a/1', 'b/1', 'a', 'c', 'b/é', 'b/Z']) {
          await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: '' }));
        }
        const list = async (input: Partial<s3.ListObjectsV2CommandInput>) => {
          const page = await client.send(new s3.ListObjectsV2Command({ Bucket, ...input }));
          const keys = page.Contents?.map((object) => object.Key) ?? [];
          return { keys, prefixes: page.CommonPrefixes?.map((prefix) => prefix.Prefix) ?? [], page };
        };
        same((await list({})).keys, ['a', 'a/1', 'b/1', 'b/2', 'b/Z', 'b/é', 'c']);
        same((await list({ Prefix: 'b/', StartAfter: 'b/1' })).keys, ['b/2', 'b/Z', 'b/é']);
        const rolled = await list({ Delimiter: '/' });
        same(
          [rolled.keys, rolled.prefixes],
          [
            ['a', 'c'],
            ['a/', 'b/'],
          ],
        );
        same((await list({ Prefix: 'none' })).keys, []);
        const first = await list({ Delimiter: '/', MaxKeys: 3 });
        same([first.keys, first.prefixes, first.page.IsTruncated], [['a'], ['a/', 'b/'], true]);
        const second = await list({
          Delimiter: '/',
          MaxKeys: 3,
          ContinuationToken: first.page.NextContinuationToken,
        });
        same([second.keys, second.prefixes, second.page.IsTruncated], [['c'], [], false]);
      }),
  },
  {
    name: 's3: multipart upload',
    run: ({ s3: client }) =>
      withBucket(client, async (Bucket) => {
        const at = { Bucket, Key: 'large' };
        const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand(at));
        const parts = [Buffer.alloc(5 * 1024 * 1024, 'x'), Buffer.from('tail')];
        const Parts: s3.CompletedPart[] = [];
        for (const [index, Body] of parts.entries()) {
          const part = { ...at, UploadId, PartNumber: index + 1, Body };
          Parts.push({
            PartNumber: index + 1,
            ETag: (await client.send(new s3.UploadPartCommand(part))).ETag,
          });
        }
        await client.send(
          new s3.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
        );
        const head = await client.send(new s3.HeadObjectCommand(at));
        same(head.ContentLength, 5 * 1024 * 1024 + 4);
        ok(head.ETag?.endsWith('-2"'));
      }),
  },
  {
    name: 's3: what is not there',
    run: ({ s3: client }) =>
      withBucket(client, async (Bucket) => {
        await rejects(client.send(new s3.GetObjectCommand({ Bucket, Key: 'none' })), { name: 'NoSuchKey' });
        await rejects(client.send(new s3.HeadObjectCommand({ Bucket, Key: 'none' })), { name: 'NotFound' });
        const missing = `windhover-check-${randomUUID()}`;
        await rejects(client.send(new s3.ListObjectsV2Command({ Bucket: missing })), {
          name: 'NoSuchBucket',
        });
        const once = { Bucket, Key: 'once', Body: '1', IfNoneMatch: '*' };
        await client.send(new s3.PutObjectCommand(once));
        await rejects(client.send(new s3.PutObjectCommand(once)), { name: 'PreconditionFailed' });
      }),
  },
  {
    name: 's3: new objects are told to a queue, keys encoded as in a form',
    run: ({ s3: client, sqs: queues }) =>
      withQueue(queues, {}, (QueueUrl, QueueArn) =>
        withBucket(client, async (Bucket) => {
          const Filter = { Key: { FilterRules: [{ Name: 'suffix' as const, Value: '.json' }] } };
          const QueueConfigurations = [{ QueueArn, Events: ['s3:ObjectCreated:*' as const], Filter }];
          await client.send(
            new s3.PutBucketNotificationConfigurationCommand({
              Bucket,
              NotificationConfiguration: { QueueConfigurations },
            }),
          );
          same((await receiveJson(queues, QueueUrl))?.['Event'], 's3:TestEvent');
          await client.send(new s3.PutObjectCommand({ Bucket, Key: 'no.txt', Body: '' }));
          await client.send(new s3.PutObjectCommand({ Bucket, Key: 'a b/c+d.json', Body: 'x' }));
          const [record] = (await receiveJson(queues, QueueUrl))?.['Records'] as S3EventRecord[];
          same(
            [record?.s3.bucket.name, record?.s3.object.key, record?.s3.object.size],
            [Bucket, 'a+b/c%2Bd.json', 1],
          );
        }),
      ),
  },
  {
    name: 'sqs: a message is received, counted, hidden and deleted',
    run: ({ sqs: client }) =>
      withQueue(client, {}, async (QueueUrl) => {
        await client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'ü' }));
        const input = { QueueUrl, MessageSystemAttributeNames: ['All' as const], WaitTimeSeconds: 5 };
        const [message] = (await client.send(new sqs.ReceiveMessageCommand(input))).Messages ?? [];
        same([message?.Body, message?.Attributes?.['ApproximateReceiveCount']], ['ü', '1']);
        same((await client.send(new sqs.ReceiveMessageCommand({ QueueUrl }))).Messages, undefined);
        const { ReceiptHandle } = message!;
        await client.send(
          new sqs.ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
        );
        const [again] = (await client.send(new sqs.ReceiveMessageCommand(input))).Messages ?? [];
        same([again?.MessageId, again?.Attributes?.['ApproximateReceiveCount']], [message?.MessageId, '2']);
        await client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle: again!.ReceiptHandle }));
        same(await countMessages(client, QueueUrl), ['0', '0']);
      }),
  },
  {
    name: 'sqs: batches send, hide and delete entry by entry',
    run: ({ sqs: client }) =>
      withQueue(client, {}, async (QueueUrl) => {
        const ids = ['1', '2', '3'];
        const sent = await client.send(
          new sqs.SendMessageBatchCommand({ QueueUrl, Entries: ids.map((Id) => ({ Id, MessageBody: Id })) }),
        );
        same(sent.Successful?.length, 3);
        const messages: sqs.Message[] = [];
        while (messages.length < 3) {
          const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 };
          messages.push(...((await client.send(new sqs.ReceiveMessageCommand(input))).Messages ?? []));
        }
        const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
        const hidden = await client.send(
          new sqs.ChangeMessageVisibilityBatchCommand({
            QueueUrl,
            Entries: [...entries.map((entry) => ({ ...entry, VisibilityTimeout: 60 }))],
          }),
        );
        same([hidden.Successful?.length, hidden.Failed?.length ?? 0], [3, 0]);
        const deleted = await client.send(new sqs.DeleteMessageBatchCommand({ QueueUrl, Entries: entries }));
        same(deleted.Successful?.map((entry) => entry.Id).sort(), ['0', '1', '2']);
        const twice = [entries[0]!, entries[0]!];
        await rejects(client.send(new sqs.DeleteMessageBatchCommand({ QueueUrl, Entries: twice })), {
          name: /BatchEntryIdsNotDistinct/,
        });
      }),
  },
  {
    name: 'sqs: what is received too often goes to the dead-letter queue',
    run: ({ sqs: client }) =>
      withQueue(client, {}, (deadUrl, deadLetterTargetArn) =>
        withQueue(
          client,
          { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }) },
          async (QueueUrl) => {
            await client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
            const input = { QueueUrl, VisibilityTimeout: 0, WaitTimeSeconds: 5 };
            same((await client.send(new sqs.ReceiveMessageCommand(input))).Messages?.length, 1);
            same((await client.send(new sqs.ReceiveMessageCommand({ QueueUrl }))).Messages, undefined);
            const dead = await client.send(
              new sqs.ReceiveMessageCommand({ QueueUrl: deadUrl, WaitTimeSeconds: 5 }),
            );
            same(dead.Messages?.[0]?.Body, 'poison');
          },
        ),
      ),
  },
  {
    name: 'sqs: a queue that is not there, a batch that is too large',
    run: ({ sqs: client }) =>
      withQueue(client, {}, async (QueueUrl) => {
        const QueueName = `windhover-check-${randomUUID()}`;
        await rejects(client.send(new sqs.GetQueueUrlCommand({ QueueName })), { name: /QueueDoesNotExist/ });
        const Entries = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' }));
        await rejects(client.send(new sqs.SendMessageBatchCommand({ QueueUrl, Entries })), {
          name: /TooManyEntriesInBatchRequest/,
        });
      }),
  },
];

async function withBucket(client: s3.S3Client, use: (bucket: string) => Promise<void>): Promise<void> {
  const Bucket = `windhover-check-${randomUUID()}`;
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  try {
    await use(Bucket);
  } finally {
    const { Contents = [] } = await client.send(new s3.ListObjectsV2Command({ Bucket }));
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await client.send(new s3.DeleteBucketCommand({ Bucket }));
  }
}

async function withQueue(
  client: sqs.SQSClient,
  attributes: Record<string, string>,
  use: (url: string, arn: string) => Promise<void>,
): Promise<void> {
  const QueueName = `windhover-check-${randomUUID()}`;
  const { QueueUrl } = await client.send(new sqs.CreateQueueCommand({ QueueName, Attributes: attributes }));
  const names = { QueueUrl, AttributeNames: ['QueueArn' as const] };
  try {
    const { Attributes } = await client.send(new sqs.GetQueueAttributesCommand(names));
    await use(QueueUrl!, Attributes!['QueueArn']!);
  } finally {
    await client.send(new sqs.DeleteQueueCommand({ QueueUrl }));
  }
}

async function receiveJson(
  client: sqs.SQSClient,
  QueueUrl: string,
): Promise<Record<string, unknown> | undefined> {
  const { Messages } = await client.send(new sqs.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  const [message] = Messages ?? [];
  if (message === undefined) return undefined;
  await client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  return JSON.parse(message.Body!) as Record<string, unknown>;
}

async function countMessages(client: sqs.SQSClient, QueueUrl: string): Promise<(string | undefined)[]> {
  const { Attributes } = await client.send(
    new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return [Attributes?.['ApproximateNumberOfMessages'], Attributes?.['ApproximateNumberOfMessagesNotVisible']];
}
