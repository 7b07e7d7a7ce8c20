import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { retry, type RetryOptions } from '@windhover/pipeline';
import { explainS3Error } from '../aws-object/s3-error.ts';

/** An object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly size: number;
}

/** All objects under `prefix` after the key `startAfter`, keys ascending, page by page. */
export async function* listObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
  startAfter: string | undefined,
  options: RetryOptions,
): AsyncGenerator<ListedObject[]> {
  for await (const page of listPages(client, { bucket, prefix, startAfter }, options)) {
    yield (page.Contents ?? []).map(({ Key = '', Size = 0 }) => ({ key: Key, size: Size }));
  }
}

/** The folders directly under `prefix`, ascending, as full prefixes ending in `/`. */
export async function listFolders(
  client: S3Client,
  bucket: string,
  prefix: string,
  options: RetryOptions,
): Promise<string[]> {
  const folders: string[] = [];
  for await (const page of listPages(client, { bucket, prefix, delimiter: '/' }, options)) {
    for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix !== undefined) folders.push(Prefix);
  }
  return folders;
}

async function* listPages(
  client: S3Client,
  listing: { bucket: string; prefix: string; startAfter?: string | undefined; delimiter?: string },
  options: RetryOptions,
): AsyncGenerator<ListObjectsV2CommandOutput> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: listing.bucket,
      Prefix: listing.prefix,
      ...(listing.delimiter !== undefined && { Delimiter: listing.delimiter }),
      ...(token !== undefined
        ? { ContinuationToken: token }
        : listing.startAfter !== undefined && { StartAfter: listing.startAfter }),
    });
    const name = `s3://${listing.bucket}/${listing.prefix}`;
    const page = await retry(
      () => client.send(command),
      (error) => explainS3Error(name, error).isTemporary,
      options,
    );
    yield page;
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
