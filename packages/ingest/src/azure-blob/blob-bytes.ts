import type { ContainerClient } from '@azure/storage-blob';
import type { ByteStream } from '@windhover/pipeline';
import { explainBlobError } from './blob-error.ts';

/** A version of a blob. */
export interface BlobVersion {
  readonly name: string;
  readonly etag: string;
  readonly size: number;
}

/** The bytes of a blob as it was when it was listed. A reading fails with an `ObjectUnavailableError`. */
export function createBlobBytes(container: ContainerClient, { name, etag, size }: BlobVersion): ByteStream {
  return {
    size,
    async *[Symbol.asyncIterator]() {
      if (size === 0) return;
      try {
        const answer = await container
          .getBlobClient(name)
          .download(0, size, { conditions: { ifMatch: etag } });
        yield* answer.readableStreamBody as AsyncIterable<Uint8Array>;
      } catch (error) {
        throw explainBlobError(name, error);
      }
    },
  };
}
