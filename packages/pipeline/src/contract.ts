import type { Alert } from '@windhover/engine';

/** Where an object came from, as logs and dead letters name it. */
export interface Origin {
  /** Ingest component, e.g. `aws_sqs`. */
  readonly ingest: string;
  /** Human-readable, unique: `s3://bucket/key`, a path, a message id. */
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * The bytes of an object that are not in memory yet. Every iteration starts from the first byte, unless
 * `isOnceOnly`; an iteration that cannot go on throws, with an `ObjectUnavailableError` where the reason is known.
 * A chunk is valid until the next one is asked for.
 */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  /** Number of bytes, when known beforehand. */
  readonly size?: number;
  /** A file with exactly these bytes: whoever reads may open it instead, in another thread if need be. */
  readonly path?: string;
  /** True for what cannot be read twice, such as standard input. */
  readonly isOnceOnly?: boolean;
}

/** Bytes to evaluate and the promise to settle them. The pipeline settles every object exactly once. */
export interface IngestObject {
  readonly origin: Origin;
  /** Event source of the records, when the ingest knows it; otherwise recognised from the content. */
  readonly sourceName?: string;
  /** As received, gzip or not: a worker inflates and cuts it into records. */
  readonly bytes: Uint8Array | ByteStream;
  /** What the name promises. Without it gzip is known by its first two bytes. */
  readonly encoding?: ContentEncoding;
  /** How often it was given out before, where the service counts that. */
  readonly delivery?: Delivery;
  /** What becomes of it when its bytes cannot be read for good, by the reason of the `ObjectUnavailableError`. */
  readonly whenUnavailable?: Readonly<Record<string, UnavailablePolicy>>;
  /** Delivered: delete the message, commit the offset, advance the checkpoint. */
  ack(): Promise<void>;
  /** Not delivered: let it come back, or dead-letter it. */
  nack(reason: Error): Promise<void>;
}

/** What is known of an object's earlier attempts. */
export interface Delivery {
  /** 1 for the first. */
  readonly attempt: number;
  /** Nobody else puts it aside if this one fails too: the pipeline dead-letters it instead of `nack`. */
  readonly isLast: boolean;
}

/** Put it aside and acknowledge it; let it come back; acknowledge it with no more than a count. */
export type UnavailablePolicy = 'dead-letter' | 'release' | 'skip';

export type ContentEncoding = 'gzip' | 'identity';

/**
 * Something that brings objects. The pipeline calls `read` once at a time and pulls the next object only when it
 * has room for it; if the iteration throws, the pipeline reports it, waits and calls `read` again. `close` is called
 * once, after the last object is settled.
 */
export interface Ingest {
  /** Component name, as in configuration, metrics and documentation: `aws_sqs`. */
  readonly name: string;
  /** Yields objects until `signal` aborts or the input ends. */
  read(signal: AbortSignal): AsyncIterable<IngestObject>;
  close(): Promise<void>;
}

/** An alert with its rendered lines, so that every sink sends the very same bytes. */
export interface RenderedAlert {
  readonly alert: Alert;
  /** The Falco text line, without line break. */
  readonly text: string;
  /** The Falco JSON line, without line break. */
  readonly json: string;
}

/**
 * Something that takes alerts. The pipeline calls `deliver` once at a time per sink, never with an empty list, and
 * again with the same alerts after a rejection: the other side may see an alert twice, always with the same `alert.id`.
 */
export interface Sink {
  /** Component name, as in configuration, metrics and documentation: `http`. */
  readonly name: string;
  /**
   * Resolves when every alert is accepted by the other side; rejects when it must be tried again, or with a
   * `DeliveryRefusedError` when trying again is useless.
   */
  deliver(alerts: readonly RenderedAlert[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
