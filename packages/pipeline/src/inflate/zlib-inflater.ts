import { inflateRawSync } from 'node:zlib';
import type { MemberInflater } from './member-inflater.ts';

/** Larger output chunks save copies; see docs/architecture.md, "The engine". */
const OUTPUT_CHUNK_BYTES = 256 * 1024;

/** The form on Node's zlib: the reference, and the fallback. */
export function createZlibInflater(): MemberInflater {
  let object: Uint8Array = new Uint8Array(0);
  let members: Uint8Array[] = [];
  return {
    load(bytes) {
      object = bytes;
      members = [];
    },
    inflate(start, maxBytes) {
      try {
        const options = {
          info: true,
          chunkSize: OUTPUT_CHUNK_BYTES,
          maxOutputLength: Math.max(1, maxBytes),
        };
        // With `info` the result carries the engine, whose `bytesWritten` is what it consumed; the types do not say so.
        const { buffer, engine } = inflateRawSync(object.subarray(start), options) as unknown as {
          buffer: Uint8Array;
          engine: { bytesWritten: number };
        };
        members.push(buffer);
        return { length: buffer.length, end: start + engine.bytesWritten };
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged';
      }
    },
    output: () => members,
  };
}
