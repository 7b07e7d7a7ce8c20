import type { Message } from '@aws-sdk/client-sqs';
import type { Delivery, IngestObject } from '@windhover/pipeline';
import { fetchAhead } from '../aws-object/ahead-bytes.ts';
import { readLogFileName } from '../aws-object/log-file-name.ts';
import { createS3Bytes, nameS3Object } from '../aws-object/s3-bytes.ts';
import type { InFlightMessage } from './in-flight-messages.ts';
import type { SqsReading } from './sqs-reading.ts';
import { openMessage, type NamedObject } from './open-message.ts';

const defaultMaxReceiveCount = 10;
/** Log files of CloudTrail are far smaller; what is larger is read as it is evaluated. */
const maxAheadBytes = 2 * 1024 ** 2;

/**
 * The objects of a message. The message is deleted when all of them are acknowledged, and released when all are settled
 * but not all acknowledged. A message that is in work already, or names nothing, gives none.
 */
export async function createMessageObjects(message: Message, reading: SqsReading): Promise<IngestObject[]> {
  const { inFlight, config, hasDeadLetterQueue } = reading;
  const id = message.MessageId ?? '';
  const receiptHandle = message.ReceiptHandle ?? '';
  const receiveCount = Number(message.Attributes?.['ApproximateReceiveCount'] ?? 1);
  const known = inFlight.find(id);
  if (known !== undefined) {
    // Delivered twice: whoever works on it settles the later delivery.
    known.receiptHandle = receiptHandle;
    known.receiveCount = receiveCount;
    return [];
  }
  const work = { id, receiptHandle, receiveCount };
  inFlight.add(work);
  const content = openMessage(message.Body ?? '');
  if (content.kind === 'nothing') {
    // If it cannot be deleted now it comes again, and nothing is lost.
    await finish(work, reading).catch(() => undefined);
    return [];
  }
  const settle = createSharedSettlement(
    content.kind === 'objects' ? content.objects.length : 1,
    () => finish(work, reading),
    () => inFlight.release(work),
  );
  const delivery: Delivery = {
    attempt: receiveCount,
    isLast: !hasDeadLetterQueue && receiveCount >= (config.maxReceiveCount ?? defaultMaxReceiveCount),
  };
  const shared = {
    delivery,
    ...(config.sourceName !== undefined && { sourceName: config.sourceName }),
    ack: () => settle(true),
    nack: () => settle(false),
  };
  const attributes = { messageId: id, receiveCount: `${receiveCount}` };
  if (content.kind === 'records') {
    const origin = { ingest: 'aws_sqs', name: `${reading.queueUrl}#${id}`, attributes };
    return [{ ...shared, origin, bytes: Buffer.from(content.text) }];
  }
  const { whenObjectGone = 'dead-letter', whenObjectForbidden = 'release' } = config;
  const whenUnavailable = { 'object-gone': whenObjectGone, 'object-forbidden': whenObjectForbidden };
  return content.objects.map((object) => ({
    ...shared,
    whenUnavailable,
    origin: {
      ingest: 'aws_sqs',
      name: nameS3Object(object),
      attributes: { ...attributes, ...readLogFileName(object.key) },
    },
    bytes: openObject(object, reading),
  }));
}

/** The message did its duty. */
async function finish(message: InFlightMessage, { inFlight, config }: SqsReading): Promise<void> {
  if (config.deletesMessages ?? true) await inFlight.delete(message);
  else inFlight.leave(message);
}

/**
 * A size in a message is a claim: it may say that fetching ahead is worth while, but the bucket says where the object ends.
 */
function openObject(object: NamedObject, { clients, config, retry }: SqsReading): IngestObject['bytes'] {
  const { size, ...reference } = object;
  const stream = createS3Bytes(clients.s3For(object), reference, {
    ...retry,
    ...(config.rangeBytes !== undefined && { rangeBytes: config.rangeBytes }),
  });
  if (size === undefined) return stream;
  const claimed = { size, [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() };
  return size <= maxAheadBytes ? fetchAhead(claimed, maxAheadBytes) : claimed;
}

/** Settles once for many: all must succeed for `onAllAcked`. Each waits only for itself, the last for the outcome. */
function createSharedSettlement(
  count: number,
  onAllAcked: () => Promise<void>,
  onFailed: () => Promise<void>,
): (isAcked: boolean) => Promise<void> {
  let left = count;
  let areAllAcked = true;
  return async (isAcked) => {
    areAllAcked &&= isAcked;
    if (--left === 0) await (areAllAcked ? onAllAcked() : onFailed());
  };
}
