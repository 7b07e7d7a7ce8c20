// AWS clients, one for each region, end point and role; credentials come from the standard chain.
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { readProfileRegion } from './read-profile-region.ts';

/** Where a client talks to. */
export interface ClientTarget {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly assume_role_arn?: string | undefined;
  /** Of the shared AWS files. */
  readonly profile?: string | undefined;
  /** The shared AWS files, where they are not the usual ones. */
  readonly config_file?: string | undefined;
  readonly credentials_file?: string | undefined;
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
    target: ClientTarget,
    make: () => Client,
  ): Client => {
    const { region, endpoint, assume_role_arn, profile, config_file, credentials_file, forcePathStyle } =
      target;
    const key = JSON.stringify([
      kind,
      region,
      endpoint,
      assume_role_arn,
      profile,
      config_file,
      credentials_file,
      forcePathStyle,
    ]);
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
        () =>
          new S3Client({
            ...common(target),
            forcePathStyle: target.forcePathStyle ?? false,
            // Not every message says in which region the bucket is.
            followRegionRedirects: true,
          }),
      ),
    sqs: (target) => remember('sqs', target, () => new SQSClient(common(target))),
    sns: (target) => remember('sns', target, () => new SNSClient(common(target))),
    close() {
      for (const client of made.values()) client.destroy();
    },
  };
}

function common(target: ClientTarget): object {
  const { endpoint, profile, assume_role_arn: roleArn } = target;
  const region = target.region ?? readProfileRegion(target);
  const own = readOwnCredentials(target);
  const credentials =
    roleArn === undefined
      ? own
      : fromTemporaryCredentials({
          params: { RoleArn: roleArn, RoleSessionName: 'windhover' },
          ...(own && { masterCredentials: own }),
        });
  return {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
    ...(credentials && { credentials }),
  };
}

/** The standard chain over the files and the profile that are named; undefined when nothing is. */
function readOwnCredentials({
  profile,
  config_file: configFilepath,
  credentials_file: filepath,
}: ClientTarget): ReturnType<typeof fromNodeProviderChain> | undefined {
  const files = {
    ...(profile !== undefined && { profile }),
    ...(configFilepath !== undefined && { configFilepath }),
    ...(filepath !== undefined && { filepath }),
  };
  return Object.keys(files).length === 0 ? undefined : fromNodeProviderChain(files);
}
