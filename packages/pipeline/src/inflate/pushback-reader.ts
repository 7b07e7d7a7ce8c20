/** Reads chunks one by one and takes back what was read too far: gzip members end where they like. */
export class PushbackReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #pending: Uint8Array[] = [];

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#iterator = input[Symbol.asyncIterator]();
  }

  /** The next chunk, never an empty one; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const pending = this.#pending.pop();
    if (pending !== undefined) return pending;
    for (;;) {
      const { done, value } = await this.#iterator.next();
      if (done === true) return undefined;
      if (value.length > 0) return value;
    }
  }

  /** Put bytes back in front of what is still to be read. */
  unread(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#pending.push(bytes);
  }

  /** The next `count` bytes, fewer only at the end. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      const chunk = await this.next();
      if (chunk === undefined) break;
      parts.push(Buffer.from(chunk.subarray(0, missing)));
      this.unread(chunk.subarray(missing));
      missing -= Math.min(missing, chunk.length);
    }
    return Buffer.concat(parts);
  }

  /** All that is left, chunk by chunk. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (let chunk = await this.next(); chunk !== undefined; chunk = await this.next()) yield chunk;
  }

  async isAtEnd(): Promise<boolean> {
    const chunk = await this.next();
    if (chunk !== undefined) this.unread(chunk);
    return chunk === undefined;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}
