import { systemClock, type Clock } from '@windhover/pipeline';
import type { FaultPlan } from '../loopback/faults.ts';
import {
  startLoopbackServer,
  type ListenAddress,
  type LoopbackRequest,
  type LoopbackResponse,
  type LoopbackServer,
} from '../loopback/loopback-server.ts';
import type { Bucket } from './object-store.ts';
import { S3Error } from './s3-error.ts';
import { s3Operations, type S3Account } from './s3-operations.ts';
import { nameS3Operation, readSignedRegion, readTarget } from './s3-request.ts';
import { renderXml } from './xml.ts';

/** S3 on loopback: the REST API over buckets in memory, path-style and virtual-hosted. */
export interface S3Server extends LoopbackServer {
  /** Buckets by name, to look into without the API. */
  readonly buckets: ReadonlyMap<string, Bucket>;
}

/** What an S3 server needs. */
export interface S3ServerOptions {
  readonly clock?: Clock;
  readonly faults?: FaultPlan;
  readonly region?: string;
  readonly listen?: ListenAddress;
  /** Takes the notifications of buckets, as `SqsServer.sendTo` does. */
  readonly notify?: (queueArn: string, body: string) => void;
}

/** Start S3. Signatures are not checked, but for their region; checksums are. */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { clock = systemClock, region = 'us-east-1', notify = () => undefined } = options;
  const account: S3Account = { buckets: new Map(), uploads: new Map(), clock, region, notify };
  const server = await startLoopbackServer(
    { nameOperation: nameS3Operation, handle: async (request) => handle(account, request) },
    {
      clock,
      ...(options.faults !== undefined && { faults: options.faults }),
      ...(options.listen !== undefined && { listen: options.listen }),
    },
  );
  return { ...server, buckets: account.buckets };
}

function handle(account: S3Account, request: LoopbackRequest): LoopbackResponse {
  const { bucket: bucketName = '', key = '' } = readTarget(request);
  const operation = nameS3Operation(request);
  try {
    const run = s3Operations[operation];
    if (run === undefined) throw new S3Error(501, 'NotImplemented', 'The stand-in does not implement this.');
    return run(account, { request, bucketName, key, bucket: () => findBucket(account, bucketName, request) });
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return {
      status: error.status,
      headers: { 'content-type': 'application/xml', ...error.headers },
      // In errors the elements stand without a namespace.
      body: renderXml('Error', [
        ['Code', error.code],
        ['Message', error.message],
        ['Key', key],
        ['BucketName', bucketName],
      ]).replace(/ xmlns="[^"]*"/, ''),
    };
  }
}

/** A bucket of another region answers where it is, as the service does. */
function findBucket(account: S3Account, name: string, request: LoopbackRequest): Bucket {
  const bucket = account.buckets.get(name);
  if (bucket === undefined) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const region = readSignedRegion(request);
  if (region !== undefined && region !== bucket.region) {
    throw new S3Error(301, 'PermanentRedirect', 'The bucket must be addressed in its region.', {
      'x-amz-bucket-region': bucket.region,
    });
  }
  return bucket;
}
