// What main thread and worker tell each other. One object is in work per worker; bytes go in, alerts and counts come out.

import type { ContentEncoding, Origin, RenderedAlert } from '../contract.ts';
import type { ObjectReport } from '../evaluation/object-report.ts';
import type { ReadLimits } from '../evaluation/read-inflated.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  /** URL of a module that exports `createEvaluator(data): ObjectEvaluator | Promise<ObjectEvaluator>`. */
  readonly module: string;
  /** Anything that structured clone takes: texts of rules, options. */
  readonly data: unknown;
  readonly limits: ReadLimits;
}

/** The bytes of an object on their way into a worker. */
export type SentBytes =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly path: string; readonly size?: number }
  /** Pulled chunk by chunk from the main thread. */
  | { readonly kind: 'pulled'; readonly size?: number; readonly isOnceOnly: boolean };

/** From the main thread. */
export type ToWorker =
  | {
      readonly kind: 'evaluate';
      readonly origin: Origin;
      readonly sourceName?: string;
      readonly encoding?: ContentEncoding;
      readonly bytes: SentBytes;
      readonly receivedNs: bigint;
    }
  /** The answer to `alerts`: they are taken, or work must stop. */
  | { readonly kind: 'taken'; readonly isTaken: boolean }
  /** The answer to `pull`; undefined at the end. */
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array | undefined }
  | { readonly kind: 'chunk-failed'; readonly error: SentError };

/** From a worker. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly dependsOnOrder: boolean }
  | { readonly kind: 'alerts'; readonly alerts: readonly RenderedAlert[] }
  | { readonly kind: 'pull'; readonly isFirst: boolean }
  | { readonly kind: 'done'; readonly report: ObjectReport }
  | { readonly kind: 'failed'; readonly error: SentError };

/** An error in a form that crosses threads with what the pipeline decides by. */
export interface SentError {
  readonly message: string;
  /** Of an `ObjectUnavailableError`. */
  readonly reason?: string;
  readonly isTemporary?: boolean;
}
