import type { ByteStream } from '@windhover/pipeline';

/** Bytes that are being fetched before anybody asks for them. */
export interface AheadBytes extends ByteStream {
  /** Resolves when they are here, or have failed to come. */
  readonly arrived: Promise<void>;
}

/** What came ahead, and where to go on if that is not all. */
interface Fetched {
  readonly chunks: readonly Uint8Array[];
  readonly rest: AsyncIterator<Uint8Array> | undefined;
}

/**
 * Fetch now, up to `maxBytes` if there turns out to be more. The first reading takes what came, or its failure, and later
 * ones fetch anew.
 */
export function fetchAhead(bytes: ByteStream, maxBytes: number): AheadBytes {
  const fetched = fetchSome(bytes, maxBytes);
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
      const { chunks, rest } = await fetched;
      yield* chunks;
      if (rest !== undefined) yield* { [Symbol.asyncIterator]: () => rest };
    },
  };
}

async function fetchSome(bytes: ByteStream, maxBytes: number): Promise<Fetched> {
  const iterator = bytes[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let count = 0;
  while (count <= maxBytes) {
    const { done, value } = await iterator.next();
    if (done === true) return { chunks, rest: undefined };
    chunks.push(Buffer.from(value));
    count += value.length;
  }
  return { chunks, rest: iterator };
}
