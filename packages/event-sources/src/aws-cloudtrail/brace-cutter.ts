// How Falco's cloudtrail plugin cuts files, spec sources-aws.md §5: braces are counted, nothing else is understood.

import type { RecordCutter } from '../event-source.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

export interface BraceCutterOptions {
  readonly maxRecordBytes: number;
  /** Valid only during the call. */
  record(bytes: Uint8Array, start: number, end: number, offset: number): void;
  tooLarge(offset: number): void;
}

/** Every `{…}` that opens while exactly one other brace is open is a record. */
export class BraceCutter implements RecordCutter {
  readonly #options: BraceCutterOptions;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #start = 0;
  #kept: Uint8Array[] = [];
  #keptLength = 0;
  #chunkOffset = 0;

  constructor(options: BraceCutterOptions) {
    this.#options = options;
  }

  write(chunk: Uint8Array): void {
    let index = 0;
    while (index < chunk.length)
      index = this.#inString ? this.#scanString(chunk, index) : this.#scanBraces(chunk, index);
    if (this.#depth > 1) this.#keep(chunk);
    this.#chunkOffset += chunk.length;
  }

  /** A record that the object breaks off in is dropped, as Falco does. */
  end(): void {
    this.#kept = [];
  }

  #scanString(chunk: Uint8Array, from: number): number {
    let isEscaped = this.#isEscaped;
    for (let index = from; index < chunk.length; index++) {
      const byte = chunk[index];
      if (isEscaped) {
        isEscaped = false;
      } else if (byte === BACKSLASH) {
        isEscaped = true;
      } else if (byte === QUOTE) {
        this.#inString = false;
        this.#isEscaped = false;
        return index + 1;
      }
    }
    this.#isEscaped = isEscaped;
    return chunk.length;
  }

  /** Scans up to the start of the next string. */
  #scanBraces(chunk: Uint8Array, from: number): number {
    for (let index = from; index < chunk.length; index++) {
      const byte = chunk[index];
      if (byte === QUOTE) {
        this.#inString = true;
        return index + 1;
      }
      if (byte === OPEN) {
        if (this.#depth++ === 1) this.#start = index;
      } else if (byte === CLOSE && this.#depth > 0) {
        if (--this.#depth === 1) this.#emit(chunk, index + 1);
      }
    }
    return chunk.length;
  }

  #emit(chunk: Uint8Array, end: number): void {
    const length = this.#keptLength + end - this.#start;
    const offset = this.#chunkOffset + end - length;
    const kept = this.#kept;
    const isWhole = this.#keptLength === 0;
    const start = this.#start;
    this.#kept = [];
    this.#keptLength = 0;
    if (length > this.#options.maxRecordBytes) this.#options.tooLarge(offset);
    else if (isWhole) this.#options.record(chunk, start, end, offset);
    else this.#options.record(Buffer.concat([...kept, chunk.subarray(start, end)]), 0, length, offset);
    this.#start = 0;
  }

  /** Keep the part of the open record; of one that is too long already, only its length. */
  #keep(chunk: Uint8Array): void {
    this.#keptLength += chunk.length - this.#start;
    if (this.#keptLength > this.#options.maxRecordBytes) this.#kept = [];
    else this.#kept.push(Buffer.from(chunk.subarray(this.#start)));
    this.#start = 0;
  }
}
