import type { LoopbackRequest } from '../loopback/loopback-server.ts';

/** What a request is about, whether the bucket stands in the host name or in the path. */
export interface S3Target {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

/** Find bucket and key. */
export function readTarget(request: LoopbackRequest): S3Target {
  const segments = request.path.slice(1);
  const virtualHost = /^(.+)\.(?:localhost|127\.0\.0\.1|s3[.\w-]*)(?::\d+)?$/.exec(
    request.headers['host'] ?? '',
  )?.[1];
  if (virtualHost !== undefined) return { bucket: virtualHost, key: decodeKey(segments) };
  const [bucket = '', key = ''] = segments.split(/\/(.*)/s, 2);
  return { bucket: bucket === '' ? undefined : decodeURIComponent(bucket), key: decodeKey(key) };
}

function decodeKey(path: string): string | undefined {
  return path === '' ? undefined : decodeURIComponent(path);
}

/** The region that the signature is for; undefined when the request is not signed. */
export function readSignedRegion(request: LoopbackRequest): string | undefined {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers['authorization'] ?? '')?.[1];
}

/** The API's name of an operation; `Unknown` for what the stand-in does not do. */
export function nameS3Operation(request: LoopbackRequest): string {
  const { bucket, key } = readTarget(request);
  const { method, query } = request;
  const level = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object';
  const row = operationTable.find(
    ([rowMethod, rowLevel, parameter]) =>
      rowMethod === method && rowLevel === level && (parameter === undefined || query.has(parameter)),
  );
  return row?.[3] ?? 'Unknown';
}

const operationTable: readonly (readonly [
  method: string,
  level: string,
  parameter: string | undefined,
  name: string,
])[] = [
  ['GET', 'service', undefined, 'ListBuckets'],
  ['GET', 'bucket', 'location', 'GetBucketLocation'],
  ['GET', 'bucket', undefined, 'ListObjectsV2'],
  ['HEAD', 'bucket', undefined, 'HeadBucket'],
  ['PUT', 'bucket', 'notification', 'PutBucketNotificationConfiguration'],
  ['PUT', 'bucket', undefined, 'CreateBucket'],
  ['POST', 'bucket', 'delete', 'DeleteObjects'],
  ['DELETE', 'bucket', undefined, 'DeleteBucket'],
  ['POST', 'object', 'uploads', 'CreateMultipartUpload'],
  ['POST', 'object', 'uploadId', 'CompleteMultipartUpload'],
  ['PUT', 'object', 'uploadId', 'UploadPart'],
  ['DELETE', 'object', 'uploadId', 'AbortMultipartUpload'],
  ['PUT', 'object', undefined, 'PutObject'],
  ['GET', 'object', undefined, 'GetObject'],
  ['HEAD', 'object', undefined, 'HeadObject'],
  ['DELETE', 'object', undefined, 'DeleteObject'],
];
