// The operations of S3 on the stand-in's buckets, named as in the API.

import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '@windhover/pipeline';
import type { LoopbackRequest, LoopbackResponse } from '../loopback/loopback-server.ts';
import { Bucket, type Notification, type StoredObject } from './object-store.ts';
import { computeCrc32, readBody } from './request-body.ts';
import { S3Error } from './s3-error.ts';
import { findElements, findText, renderXml } from './xml.ts';

/** All buckets, and who is told of new objects. */
export interface S3Account {
  readonly buckets: Map<string, Bucket>;
  readonly uploads: Map<string, Upload>;
  readonly clock: Clock;
  readonly region: string;
  notify(queueArn: string, body: string): void;
}

/** A multipart upload under way. */
export interface Upload {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, Buffer>;
}

/** A request with its bucket and key looked up. */
export interface S3Call {
  readonly request: LoopbackRequest;
  readonly bucketName: string;
  readonly key: string;
  bucket(): Bucket;
}

const xmlHeaders = { 'content-type': 'application/xml' };

/** What each operation does. */
export const s3Operations: Readonly<Record<string, (account: S3Account, call: S3Call) => LoopbackResponse>> =
  {
    ListBuckets: (account) =>
      respond('ListAllMyBucketsResult', [
        ['Buckets', [...account.buckets.keys()].map((name) => ['Bucket', [['Name', name]]] as const)],
      ]),

    CreateBucket(account, { bucketName, request }) {
      if (account.buckets.has(bucketName)) {
        throw new S3Error(
          409,
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded.',
        );
      }
      const region = findText(request.body.toString(), 'LocationConstraint') ?? account.region;
      account.buckets.set(bucketName, new Bucket(bucketName, region));
      return { status: 200, headers: { location: `/${bucketName}` } };
    },

    HeadBucket: (_, call) => ({ status: 200, headers: { 'x-amz-bucket-region': call.bucket().region } }),

    GetBucketLocation(_, call) {
      const { region } = call.bucket();
      return respond('LocationConstraint', region === 'us-east-1' ? [] : [['LocationConstraint', region]]);
    },

    DeleteBucket(account, call) {
      if (call.bucket().size > 0)
        throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty');
      account.buckets.delete(call.bucketName);
      return { status: 204 };
    },

    PutBucketNotificationConfiguration(account, call) {
      const bucket = call.bucket();
      bucket.notifications = findElements(call.request.body.toString(), 'QueueConfiguration').map(
        readNotification,
      );
      for (const { queueArn } of bucket.notifications) {
        account.notify(
          queueArn,
          JSON.stringify({
            Service: 'Amazon S3',
            Event: 's3:TestEvent',
            Time: new Date(account.clock.nowMs()).toISOString(),
            Bucket: bucket.name,
            RequestId: randomUUID(),
            HostId: 'loopback',
          }),
        );
      }
      return { status: 200 };
    },

    ListObjectsV2(_, call) {
      const { query } = call.request;
      const read = (name: string): string => query.get(name) ?? '';
      const maxKeys = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
      const token = query.get('continuation-token');
      const after = token === null ? read('start-after') : Buffer.from(token, 'base64url').toString();
      const encode = read('encoding-type') === 'url' ? encodeURIComponent : (text: string): string => text;
      const page = call.bucket().list(read('prefix'), read('delimiter'), after, maxKeys);
      return respond('ListBucketResult', [
        ['Name', call.bucketName],
        ['Prefix', encode(read('prefix'))],
        ['Delimiter', query.get('delimiter') ?? undefined],
        ['MaxKeys', maxKeys],
        ['KeyCount', page.objects.length + page.prefixes.length],
        ['IsTruncated', page.next !== undefined],
        ['StartAfter', query.get('start-after') ?? undefined],
        ['ContinuationToken', token ?? undefined],
        [
          'NextContinuationToken',
          page.next === undefined ? undefined : Buffer.from(page.next).toString('base64url'),
        ],
        ...page.objects.map(
          (object) =>
            [
              'Contents',
              [
                ['Key', encode(object.key)],
                ['LastModified', new Date(object.modifiedMs).toISOString()],
                ['ETag', `"${object.etag}"`],
                ['Size', object.bytes.length],
                ['StorageClass', 'STANDARD'],
              ],
            ] as const,
        ),
        ...page.prefixes.map((prefix) => ['CommonPrefixes', [['Prefix', encode(prefix)]]] as const),
      ]);
    },

    PutObject(account, call) {
      const { request, key } = call;
      const bucket = call.bucket();
      if (request.headers['if-none-match'] === '*' && bucket.get(key) !== undefined)
        throw createPreconditionError();
      const { bytes, checksums } = readBody(request);
      const object = bucket.put(key, bytes, account.clock.nowMs(), readStoredHeaders(request));
      announce(account, bucket, object, 'ObjectCreated:Put');
      return { status: 200, headers: { etag: `"${object.etag}"`, ...checksums } };
    },

    GetObject(_, call) {
      const object = findObject(call);
      const range = call.request.headers['range'];
      const headers = describe(object);
      if (range !== undefined) return respondRange(object, range, headers);
      const wantsChecksum = call.request.headers['x-amz-checksum-mode'] === 'ENABLED';
      return {
        status: 200,
        headers: { ...headers, ...(wantsChecksum && { 'x-amz-checksum-crc32': computeCrc32(object.bytes) }) },
        body: object.bytes,
      };
    },

    HeadObject(_, call) {
      const object = findObject(call);
      return { status: 200, headers: { ...describe(object), 'content-length': `${object.bytes.length}` } };
    },

    DeleteObject(_, call) {
      call.bucket().delete(call.key);
      return { status: 204 };
    },

    DeleteObjects(_, call) {
      const keys = findElements(readBody(call.request).bytes.toString(), 'Object').map(
        (object) => findText(object, 'Key') ?? '',
      );
      for (const key of keys) call.bucket().delete(key);
      return respond(
        'DeleteResult',
        keys.map((key) => ['Deleted', [['Key', key]]] as const),
      );
    },

    CreateMultipartUpload(account, call) {
      const id = randomUUID();
      call.bucket();
      account.uploads.set(id, { key: call.key, headers: readStoredHeaders(call.request), parts: new Map() });
      return respond('InitiateMultipartUploadResult', [
        ['Bucket', call.bucketName],
        ['Key', call.key],
        ['UploadId', id],
      ]);
    },

    UploadPart(account, call) {
      const { bytes, checksums } = readBody(call.request);
      findUpload(account, call).parts.set(Number(call.request.query.get('partNumber')), bytes);
      return {
        status: 200,
        headers: { etag: `"${createHash('md5').update(bytes).digest('hex')}"`, ...checksums },
      };
    },

    CompleteMultipartUpload(account, call) {
      const upload = findUpload(account, call);
      const numbers = findElements(call.request.body.toString(), 'Part').map((part) =>
        Number(findText(part, 'PartNumber')),
      );
      const parts = numbers.map((number) => upload.parts.get(number));
      if (parts.length === 0 || parts.includes(undefined))
        throw new S3Error(400, 'InvalidPart', 'A part could not be found.');
      const sums = parts.map((part) => createHash('md5').update(part!).digest());
      const etag = `${createHash('md5').update(Buffer.concat(sums)).digest('hex')}-${parts.length}`;
      const bytes = Buffer.concat(parts as Buffer[]);
      const bucket = call.bucket();
      const object = bucket.put(call.key, bytes, account.clock.nowMs(), upload.headers, etag);
      account.uploads.delete(call.request.query.get('uploadId')!);
      announce(account, bucket, object, 'ObjectCreated:CompleteMultipartUpload');
      return respond('CompleteMultipartUploadResult', [
        ['Bucket', call.bucketName],
        ['Key', call.key],
        ['ETag', `"${etag}"`],
      ]);
    },

    AbortMultipartUpload(account, call) {
      findUpload(account, call);
      account.uploads.delete(call.request.query.get('uploadId')!);
      return { status: 204 };
    },
  };

function respond(root: string, children: Parameters<typeof renderXml>[1]): LoopbackResponse {
  return { status: 200, headers: xmlHeaders, body: renderXml(root, children) };
}

/** A part of an object, as `bytes=first-last`, `bytes=first-` or `bytes=-count` ask for it. */
function respondRange(
  object: StoredObject,
  range: string,
  headers: Record<string, string>,
): LoopbackResponse {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  const size = object.bytes.length;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
      'content-range': `bytes */${size}`,
    });
  }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end}/${size}` },
    body: object.bytes.subarray(start, end + 1),
  };
}

function findObject(call: S3Call): StoredObject {
  const bucket = call.bucket();
  if (bucket.isForbidden(call.key)) throw new S3Error(403, 'AccessDenied', 'Access Denied');
  const object = bucket.get(call.key);
  if (object === undefined) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
  const expected = call.request.headers['if-match'];
  if (expected !== undefined && expected !== `"${object.etag}"`) throw createPreconditionError();
  return object;
}

function findUpload(account: S3Account, call: S3Call): Upload {
  const upload = account.uploads.get(call.request.query.get('uploadId') ?? '');
  if (upload?.key !== call.key)
    throw new S3Error(404, 'NoSuchUpload', 'The specified upload does not exist.');
  return upload;
}

function createPreconditionError(): S3Error {
  return new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  );
}

function describe(object: StoredObject): Record<string, string> {
  return {
    'content-type': 'binary/octet-stream',
    ...object.headers,
    etag: `"${object.etag}"`,
    'accept-ranges': 'bytes',
    'last-modified': new Date(object.modifiedMs).toUTCString(),
  };
}

function readStoredHeaders(request: LoopbackRequest): Record<string, string> {
  const kept = Object.entries(request.headers).filter(
    ([name]) => name === 'content-type' || name.startsWith('x-amz-meta-'),
  );
  const encoding = request.headers['content-encoding']?.replace(/\s*aws-chunked,?\s*/, '');
  return {
    ...Object.fromEntries(kept),
    ...(encoding !== undefined && encoding !== '' && { 'content-encoding': encoding }),
  };
}

function readNotification(configuration: string): Notification {
  const rules = new Map(
    findElements(configuration, 'FilterRule').map((rule) => [
      findText(rule, 'Name')?.toLowerCase(),
      findText(rule, 'Value'),
    ]),
  );
  return {
    queueArn: findText(configuration, 'Queue') ?? '',
    prefix: rules.get('prefix') ?? '',
    suffix: rules.get('suffix') ?? '',
  };
}

/** Keys are form-encoded in notifications: blanks become `+`. */
function announce(account: S3Account, bucket: Bucket, object: StoredObject, eventName: string): void {
  for (const { queueArn, prefix, suffix } of bucket.notifications) {
    if (!object.key.startsWith(prefix) || !object.key.endsWith(suffix)) continue;
    const key = object.key
      .split('/')
      .map((part) => encodeURIComponent(part).replaceAll('%20', '+'))
      .join('/');
    account.notify(
      queueArn,
      JSON.stringify({
        Records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            awsRegion: bucket.region,
            eventTime: new Date(object.modifiedMs).toISOString(),
            eventName,
            userIdentity: { principalId: 'AWS:LOOPBACK' },
            requestParameters: { sourceIPAddress: '127.0.0.1' },
            responseElements: { 'x-amz-request-id': randomUUID() },
            s3: {
              s3SchemaVersion: '1.0',
              configurationId: 'loopback',
              bucket: {
                name: bucket.name,
                ownerIdentity: { principalId: 'LOOPBACK' },
                arn: `arn:aws:s3:::${bucket.name}`,
              },
              object: {
                key,
                size: object.bytes.length,
                eTag: object.etag,
                sequencer: object.modifiedMs.toString(16),
              },
            },
          },
        ],
      }),
    );
  }
}
