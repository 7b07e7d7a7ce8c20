// Service `aws` of docker-compose.yml: S3 and SQS in memory, into which CloudTrail objects go every few seconds.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createClientOptions, startS3Server, startSqsServer } from '@windhover/testkit';

const BUCKET = 'cloudtrail';
const QUEUE = 'cloudtrail-objects';
const RECORDS_PER_OBJECT = 50;

const samples = fileURLToPath(new URL('../../samples/aws', import.meta.url));
const host = env.LISTEN_HOST ?? '127.0.0.1';
const pauseMs = Number(env.SECONDS_BETWEEN_OBJECTS ?? '3') * 1000;
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort());

const sqs = await startSqsServer({ listen: { host, port: Number(env.SQS_PORT ?? '0') } });
const s3 = await startS3Server({ listen: { host, port: Number(env.S3_PORT ?? '0') }, notify: sqs.sendTo });
const s3Client = new S3Client(createClientOptions(s3));
await createQueueAndBucket();
console.log(`S3 listens on port ${s3.port}, SQS on port ${sqs.port}`);
try {
  await putObjects();
} catch (error) {
  if (!stop.signal.aborted) throw error;
} finally {
  s3Client.destroy();
  await Promise.all([s3.close(), sqs.close()]);
}

/** Make the queue and a bucket that notifies it; the bucket appears last. */
async function createQueueAndBucket() {
  const client = new SQSClient(createClientOptions(sqs));
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: QUEUE }));
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  client.destroy();
  await s3Client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3Client.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: BUCKET,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: Attributes.QueueArn, Events: ['s3:ObjectCreated:*'] }],
      },
    }),
  );
}

/** Put one object after the other until told to stop. After the last the first is replaced: memory does not grow. */
async function putObjects() {
  const objects = readObjects();
  for (let round = 1; ; round++) {
    for (const [index, records] of objects.entries()) {
      await s3Client.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: nameObject(index),
          Body: gzipSync(JSON.stringify({ Records: records.map(happenNow) })),
        }),
      );
      console.log(
        `put object ${index + 1} of ${objects.length} with ${records.length} records, round ${round}`,
      );
      await sleep(pauseMs, undefined, { signal: stop.signal });
    }
  }
}

/** The records of all samples, in portions. */
function readObjects() {
  const objects = [];
  for (const file of readdirSync(samples).filter((name) => name.endsWith('.json.gz'))) {
    const { Records: records } = JSON.parse(gunzipSync(readFileSync(join(samples, file))).toString());
    for (let first = 0; first < records.length; first += RECORDS_PER_OBJECT)
      objects.push(records.slice(first, first + RECORDS_PER_OBJECT));
  }
  return objects;
}

/** The record as an event of this moment: an event that comes again is not told again, a new one like it is. */
function happenNow(record) {
  const eventTime = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return { ...record, eventTime, eventID: randomUUID() };
}

/** A key as CloudTrail gives it. */
function nameObject(index) {
  const folder = 'AWSLogs/111122223333/CloudTrail/us-east-1/2023/07/10';
  return `${folder}/111122223333_CloudTrail_us-east-1_20230710T1200Z_${String(index).padStart(16, '0')}.json.gz`;
}
