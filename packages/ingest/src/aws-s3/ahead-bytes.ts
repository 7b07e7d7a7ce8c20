import type { ByteStream } from '@windhover/pipeline';

/** Bytes that are being fetched before anybody asks for them. */
export interface AheadBytes extends ByteStream {
  /** Resolves when they are here, or have failed to come. */
  readonly arrived: Promise<void>;
}

/** Fetch now; the first reading takes what came, or its failure, and later ones fetch anew. */
export function fetchAhead(bytes: ByteStream): AheadBytes {
  const fetched = collect(bytes);
  let isTaken = false;
  return {
    ...(bytes.size !== undefined && { size: bytes.size }),
    arrived: fetched.then(
      () => undefined,
      () => undefined,
    ),
    async *[Symbol.asyncIterator]() {
      if (isTaken) return yield* bytes;
      isTaken = true;
      yield* await fetched;
    },
  };
}

async function collect(bytes: ByteStream): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return chunks;
}
