import type { Alert } from '@windhover/engine';

/** Where an object came from, as logs and dead letters name it. */
export interface Origin {
  /** Ingest component, e.g. `aws_sqs`. */
  readonly ingest: string;
  /** Human-readable, unique: `s3://bucket/key`, a path, a message id. */
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Bytes to evaluate and the promise to settle them. The pipeline settles every object exactly once. */
export interface IngestObject {
  readonly origin: Origin;
  /** Event source of the records, when the ingest knows it; otherwise recognised from the content. */
  readonly sourceName?: string;
  /** As received, gzip or not: a worker inflates and cuts it into records. A stream for large objects. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
  /** Delivered: delete the message, commit the offset, advance the checkpoint. */
  ack(): Promise<void>;
  /** Not delivered: let it come back, or dead-letter it. */
  nack(reason: Error): Promise<void>;
}

export interface Ingest {
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

export interface Sink {
  readonly name: string;
  /** Resolves when every alert is accepted by the other side; rejects when it must be tried again. */
  deliver(alerts: readonly RenderedAlert[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
