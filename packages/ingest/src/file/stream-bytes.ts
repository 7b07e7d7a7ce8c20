import type { Readable } from 'node:stream';
import type { ByteStream } from '@windhover/pipeline';

/** The bytes of a stream such as standard input. */
export function createStreamBytes(stream: Readable): ByteStream {
  return {
    isOnceOnly: true,
    [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
  };
}
