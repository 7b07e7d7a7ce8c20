// What S3 data events moved, spec sources-aws.md §2.8.

import type { ByteString } from '@windhover/bytes';
import type { JsonNode } from '@windhover/json';
import { declareField, declareText } from '../declare-field.ts';
import type { FieldDeclaration } from '../field.ts';
import { readStringOnly, readUint64 } from '../read-value.ts';

type Node = JsonNode | undefined;

export const bucketPath = 'requestParameters.bucketName';
export const keyPath = 'requestParameters.key';
export const bytesInPath = 'additionalEventData.bytesTransferredIn';
export const bytesOutPath = 'additionalEventData.bytesTransferredOut';

/** `s3://BUCKET/KEY`, when both are strings. */
export function readObjectUri(bucket: Node, key: Node): ByteString | undefined {
  const [bucketName, keyName] = [readStringOnly(bucket), readStringOnly(key)];
  return bucketName === undefined || keyName === undefined ? undefined : `s3://${bucketName}/${keyName}`;
}

/** Bytes in and out together. */
export function readBytes(bytesIn: Node, bytesOut: Node): bigint | undefined {
  if (bytesIn === undefined && bytesOut === undefined) return undefined;
  return BigInt.asUintN(64, (readUint64(bytesIn) ?? 0n) + (readUint64(bytesOut) ?? 0n));
}

function declareCounter(
  name: string,
  description: string,
  counts: (eventName: ByteString | undefined) => boolean,
): FieldDeclaration {
  return declareField({
    name,
    description,
    type: 'uint64',
    hidden: true,
    paths: ['eventName'],
    read: ([eventName]) => (counts(readStringOnly(eventName)) ? 1n : undefined),
  });
}

export const s3Fields: readonly FieldDeclaration[] = [
  declareField({
    name: 's3.uri',
    description: 'S3 object as `s3://bucket/key`.',
    paths: [bucketPath, keyPath],
    read: ([bucket, key]) => readObjectUri(bucket, key),
  }),
  declareText('s3.bucket', bucketPath, 'S3 bucket in the request.'),
  declareText('s3.key', keyPath, 'S3 key in the request.'),
  declareField({
    name: 's3.bytes',
    description: 'Bytes that the request moved in and out.',
    type: 'uint64',
    paths: [bytesInPath, bytesOutPath],
    read: ([bytesIn, bytesOut]) => readBytes(bytesIn, bytesOut),
  }),
  declareField({
    name: 's3.bytes.in',
    description: 'Bytes that the request brought in.',
    type: 'uint64',
    hidden: true,
    paths: [bytesInPath],
    read: ([bytesIn]) => readUint64(bytesIn),
  }),
  declareField({
    name: 's3.bytes.out',
    description: 'Bytes that the request took out.',
    type: 'uint64',
    hidden: true,
    paths: [bytesOutPath],
    read: ([bytesOut]) => readUint64(bytesOut),
  }),
  declareCounter('s3.cnt.get', '1 for a `GetObject` call.', (name) => name === 'GetObject'),
  declareCounter('s3.cnt.put', '1 for a `PutObject` call.', (name) => name === 'PutObject'),
  declareCounter(
    's3.cnt.other',
    '1 for any other call.',
    (name) => name !== 'GetObject' && name !== 'PutObject',
  ),
];
