import type { Clock } from '@windhover/pipeline';
import { startS3Server, type S3Server } from '../aws-s3/s3-server.ts';
import { startSqsServer, type SqsServer } from '../aws-sqs/sqs-server.ts';

/** S3 and SQS, joined by bucket notifications. */
export interface LoopbackAws {
  readonly s3: S3Server;
  readonly sqs: SqsServer;
  close(): Promise<void>;
}

/** Start both. */
export async function startAws(clock?: Clock): Promise<LoopbackAws> {
  const options = clock === undefined ? {} : { clock };
  const sqs = await startSqsServer(options);
  const s3 = await startS3Server({ ...options, notify: sqs.sendTo });
  return {
    s3,
    sqs,
    close: async () => void (await Promise.all([s3.close(), sqs.close()])),
  };
}

/** Options for an SDK client that talks to a loopback server; retries are left to who uses the client. */
export function createClientOptions(server: { readonly url: string }, region = 'us-east-1') {
  return {
    endpoint: server.url,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'loopback', secretAccessKey: 'loopback' },
  };
}
