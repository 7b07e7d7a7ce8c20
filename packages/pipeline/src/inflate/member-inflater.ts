import { inflateRawSync } from 'node:zlib';
import { createWasmInflater, isWasmInflaterSupported } from './wasm-inflater.ts';

/** The compressed data of a gzip member, inflated. */
export interface InflatedBody {
  /** The number of bytes that came out. */
  readonly length: number;
  /** The first byte of the object after the compressed data. */
  readonly end: number;
}

/** Inflates the members of one object after the other, in memory. */
export interface MemberInflater {
  /** Take an object, whose bytes must not change until the next one. What came out of the last one is gone. */
  load(object: Uint8Array): void;
  /** Inflate the raw deflate data that start at `start`, to no more than `maxBytes`. */
  inflate(start: number, maxBytes: number): InflatedBody | 'too-large' | 'damaged';
  /** What has come out of the object, in order, each part with the bytes of one or more members. */
  output(): readonly Uint8Array[];
}

/** The fastest form that runs on this machine. */
export function createMemberInflater(): MemberInflater {
  return isWasmInflaterSupported() ? createWasmInflater() : createZlibInflater();
}

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
