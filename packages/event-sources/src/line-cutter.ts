// Finds the lines of an object that comes in chunks, for sources whose strict form is one record a line.

import type { RecordCutter } from './event-source.ts';

const NEWLINE = 0x0a;

export interface LineCutterOptions {
  readonly maxLineBytes: number;
  /** A line without its line feed, valid only during the call. */
  line(bytes: Uint8Array, start: number, end: number, offset: number): void;
  tooLarge(offset: number): void;
}

/** Holds at most one line plus one chunk. The last line need not end in a line feed. */
export class LineCutter implements RecordCutter {
  readonly #options: LineCutterOptions;
  #kept: Uint8Array[] = [];
  #keptLength = 0;
  #offset = 0;

  constructor(options: LineCutterOptions) {
    this.#options = options;
  }

  write(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#emit(chunk, start, end);
      start = end + 1;
      this.#offset++;
    }
    this.#keptLength += chunk.length - start;
    if (this.#keptLength > this.#options.maxLineBytes) this.#kept = [];
    else if (start < chunk.length) this.#kept.push(Buffer.from(chunk.subarray(start)));
  }

  end(): void {
    if (this.#keptLength > 0) this.#emit(new Uint8Array(0), 0, 0);
  }

  #emit(chunk: Uint8Array, start: number, end: number): void {
    const length = this.#keptLength + end - start;
    const kept = this.#kept;
    const isWhole = this.#keptLength === 0;
    const offset = this.#offset;
    this.#kept = [];
    this.#keptLength = 0;
    this.#offset += length;
    if (length > this.#options.maxLineBytes) this.#options.tooLarge(offset);
    else if (isWhole) this.#options.line(chunk, start, end, offset);
    else this.#options.line(Buffer.concat([...kept, chunk.subarray(start, end)]), 0, length, offset);
  }
}
