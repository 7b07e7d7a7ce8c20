import type { Compatibility } from '@windhover/event-sources';
import type { ByteStream, ContentEncoding } from '../contract.ts';
import { isGzip, readClaimedLength } from '../inflate/gzip-header.ts';
import { inflateStream } from '../inflate/inflate-stream.ts';
import { inflateWhole } from '../inflate/inflate-whole.ts';
import { createMemberInflater } from '../inflate/create-inflater.ts';
import type { MemberInflater } from '../inflate/member-inflater.ts';
import { PushbackReader } from '../inflate/pushback-reader.ts';

/** How the bytes of objects are read. */
export interface ReadLimits {
  /** `strict`: a damaged gzip yields nothing; `fixed`: what stands before the damage. */
  readonly compatibility: Compatibility;
  /** Objects up to this size, as received and inflated, are handled in memory; larger ones stream through. */
  readonly maxInMemoryBytes: number;
  /** An object that inflates to more is cut off there (`strict`: yields nothing) as `too-large`. */
  readonly maxInflatedBytes: number;
}

/** The bytes of an object and what is known of them. */
export interface ObjectBytes {
  readonly bytes: Uint8Array | ByteStream;
  readonly encoding?: ContentEncoding;
}

/** Inflaters keep their memory from object to object; as many exist as objects were ever read at once. */
const idleInflaters: MemberInflater[] = [];

/**
 * The inflated bytes of an object, in chunks of any length that are valid until the next one is asked for. Throws a
 * `DamagedObjectError` at the damage and whatever the stream throws. A stream that can be read only once cannot be
 * checked beforehand, so that `strict` and `fixed` are the same for it.
 */
export async function* readInflated(
  object: ObjectBytes,
  limits: ReadLimits,
  addBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  const { bytes, encoding } = object;
  if (bytes instanceof Uint8Array) {
    addBytes(bytes.length);
    return yield* isCompressed(bytes, encoding) ? inflateInMemory(bytes, limits) : [bytes];
  }
  const reader = new PushbackReader(bytes);
  try {
    const head = await reader.take(2);
    reader.unread(head);
    if (!isCompressed(head, encoding)) return yield* countBytes(reader.rest(), addBytes);
    const isOnceOnly = bytes.isOnceOnly === true;
    if (!isOnceOnly && bytes.size !== undefined && bytes.size <= limits.maxInMemoryBytes) {
      const whole = await readWhole(reader.rest(), limits.maxInMemoryBytes);
      if (whole !== undefined) {
        addBytes(whole.length);
        return yield* inflateInMemory(whole, limits);
      }
    } else if (isOnceOnly || limits.compatibility === 'fixed') {
      return yield* inflateStream(countBytes(reader.rest(), addBytes), limits.maxInflatedBytes);
    }
  } finally {
    await reader.close();
  }
  // Read it anew: to check it first, or because it is longer than it was said to be.
  if (limits.compatibility === 'strict') await checkWhole(bytes, limits);
  yield* inflateStream(countBytes(bytes, addBytes), limits.maxInflatedBytes);
}

async function* inflateInMemory(bytes: Uint8Array, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const maxBytes = Math.min(limits.maxInMemoryBytes, limits.maxInflatedBytes);
  const inflater = idleInflaters.pop() ?? createMemberInflater();
  try {
    const inflated =
      readClaimedLength(bytes) > maxBytes ? undefined : inflateWhole(inflater, bytes, maxBytes);
    if (inflated !== undefined && inflated.damage === undefined) return yield* inflated.parts;
    if (inflated?.damage !== undefined && limits.compatibility === 'strict') throw inflated.damage;
  } finally {
    idleInflaters.push(inflater);
  }
  if (limits.compatibility === 'strict') await checkWhole(readOnce(bytes), limits);
  yield* inflateStream(readOnce(bytes), limits.maxInflatedBytes);
}

function isCompressed(head: Uint8Array, encoding: ContentEncoding | undefined): boolean {
  return head.length > 0 && (encoding === undefined ? isGzip(head) : encoding === 'gzip');
}

/** Throws if the object is damaged anywhere: in `strict` no record of it may be seen then. */
async function checkWhole(bytes: AsyncIterable<Uint8Array>, limits: ReadLimits): Promise<void> {
  const chunks = inflateStream(bytes, limits.maxInflatedBytes);
  while ((await chunks.next()).done !== true);
}

/** All of it; undefined when it is larger than `maxBytes`. */
export async function readWhole(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of bytes) {
    chunks.push(Buffer.from(chunk));
    count += chunk.length;
    if (count > maxBytes) return undefined;
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

async function* readOnce(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* countBytes(
  bytes: AsyncIterable<Uint8Array>,
  addBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    addBytes(chunk.length);
    yield chunk;
  }
}
