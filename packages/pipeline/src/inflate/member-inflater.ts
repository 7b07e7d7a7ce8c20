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
