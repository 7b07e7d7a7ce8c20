// AWS clients, one for each region, end point and role; credentials come from the standard chain.
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** Where a client talks to. */
export interface ClientTarget {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly assume_role_arn?: string | undefined;
  /** S3 only: address buckets in the path. */
  readonly forcePathStyle?: boolean | undefined;
}

/** Makes clients and remembers them: the same target gives the same client. */
export interface AwsClients {
  s3(target: ClientTarget): S3Client;
  sqs(target: ClientTarget): SQSClient;
  sns(target: ClientTarget): SNSClient;
  close(): void;
}

export function createAwsClients(): AwsClients {
  const made = new Map<string, { destroy(): void }>();
  const remember = <Client extends { destroy(): void }>(
    kind: string,
    { region, endpoint, assume_role_arn, forcePathStyle }: ClientTarget,
    make: () => Client,
  ): Client => {
    const key = JSON.stringify([kind, region, endpoint, assume_role_arn, forcePathStyle]);
    const known = made.get(key) as Client | undefined;
    if (known !== undefined) return known;
    const client = make();
    made.set(key, client);
    return client;
  };
  return {
    s3: (target) =>
      remember(
        's3',
        target,
        () => new S3Client({ ...common(target), forcePathStyle: target.forcePathStyle ?? false }),
      ),
    sqs: (target) => remember('sqs', target, () => new SQSClient(common(target))),
    sns: (target) => remember('sns', target, () => new SNSClient(common(target))),
    close() {
      for (const client of made.values()) client.destroy();
    },
  };
}

function common({ region, endpoint, assume_role_arn: roleArn }: ClientTarget): object {
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(roleArn === undefined
      ? {}
      : {
          credentials: fromTemporaryCredentials({
            params: { RoleArn: roleArn, RoleSessionName: 'windhover' },
          }),
        }),
  };
}
