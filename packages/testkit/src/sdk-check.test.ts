import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createClientOptions, startAws, type LoopbackAws } from './aws-loopback/start-aws.ts';
import { sdkChecks, type SdkClients } from './sdk-check.ts';

describe('loopback S3 and SQS', () => {
  let aws: LoopbackAws;
  let clients: SdkClients;
  beforeAll(async () => {
    aws = await startAws();
    clients = {
      s3: new S3Client(createClientOptions(aws.s3)),
      sqs: new SQSClient(createClientOptions(aws.sqs)),
    };
  });
  afterAll(async () => {
    clients.s3.destroy();
    clients.sqs.destroy();
    await aws.close();
  });

  it.each(sdkChecks.map((check) => [check.name, check] as const))('%s', (_, check) => check.run(clients));
});
