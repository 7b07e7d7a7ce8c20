import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { retry, type ByteStream, type RetryOptions } from '@windhover/pipeline';
import { explainS3Error } from './s3-error.ts';

/** An object in S3, as far as it is known before it is read. */
export interface S3ObjectReference {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly size?: number;
}

/** How objects are downloaded. */
export interface DownloadOptions extends RetryOptions {
  /** Larger objects come in ranges of this size, so that a lost connection costs little. */
  readonly rangeBytes?: number;
}

const defaultRangeBytes = 8 * 1024 ** 2;

/** The name of an object in logs and dead letters. */
export function nameS3Object({ bucket, key }: S3ObjectReference): string {
  return `s3://${bucket}/${key}`;
}

/**
 * The bytes of an object in S3. A reading goes on where its connection was lost, on the same version of the object, and
 * fails with an `ObjectUnavailableError`.
 */
export function createS3Bytes(
  client: S3Client,
  object: S3ObjectReference,
  options: DownloadOptions = {},
): ByteStream {
  return {
    ...(object.size !== undefined && { size: object.size }),
    [Symbol.asyncIterator]: () => download(client, object, options),
  };
}

/** How far a reading came. */
interface Reading {
  offset: number;
  /** Known from the first answer at the latest. */
  size: number | undefined;
  /** Of the version that is being read. */
  etag: string | undefined;
}

async function* download(
  client: S3Client,
  object: S3ObjectReference,
  options: DownloadOptions,
): AsyncGenerator<Uint8Array> {
  const { rangeBytes = defaultRangeBytes } = options;
  const reading: Reading = { offset: 0, size: object.size, etag: undefined };
  // Small objects come whole, since only then the client checks their checksum.
  const isWhole = object.size !== undefined && object.size <= rangeBytes;
  do {
    const chunks: Uint8Array[] = [];
    const end = isWhole ? undefined : reading.offset + rangeBytes;
    const readMore = async (): Promise<void> => {
      for await (const chunk of await openRange(client, object, reading, end)) {
        chunks.push(chunk);
        reading.offset += chunk.length;
      }
    };
    try {
      await retry(readMore, (error) => isWorthRetrying(object, error), options);
    } catch (error) {
      throw explainS3Error(nameS3Object(object), error);
    }
    yield* chunks;
  } while (reading.offset < (reading.size ?? 0));
}

/** What is there from the reading's offset on, up to `end`; notes size and version. */
async function openRange(
  client: S3Client,
  object: S3ObjectReference,
  reading: Reading,
  end: number | undefined,
): Promise<AsyncIterable<Uint8Array>> {
  const isRange = reading.offset > 0 || end !== undefined;
  let answer: GetObjectCommandOutput;
  try {
    answer = await client.send(
      new GetObjectCommand({
        Bucket: object.bucket,
        Key: object.key,
        ...(object.versionId !== undefined && { VersionId: object.versionId }),
        ...(isRange && { Range: `bytes=${reading.offset}-${end === undefined ? '' : end - 1}` }),
        ...(reading.etag !== undefined && { IfMatch: reading.etag }),
      }),
    );
  } catch (error) {
    // An empty object has no ranges.
    if ((error as Error).name !== 'InvalidRange' || reading.offset > 0) throw error;
    return createEmpty();
  }
  reading.etag = answer.ETag;
  reading.size = Number(answer.ContentRange?.split('/')[1] ?? answer.ContentLength ?? 0);
  return answer.Body as AsyncIterable<Uint8Array>;
}

/** An object that was replaced meanwhile must be read from its beginning, which is not for this reading to do. */
function isWorthRetrying(object: S3ObjectReference, error: unknown): boolean {
  return (
    (error as Error).name !== 'PreconditionFailed' && explainS3Error(nameS3Object(object), error).isTemporary
  );
}

async function* createEmpty(): AsyncGenerator<Uint8Array> {}
