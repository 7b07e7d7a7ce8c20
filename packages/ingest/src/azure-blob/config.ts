import type { Clock, PositionStore } from '@windhover/pipeline';

/** What the blob ingest reads of a container, and how. */
export interface AzureBlobIngestConfig {
  /** Only blobs whose name starts so; all by default. */
  readonly prefix?: string;
  /** Only blobs of hours that touch this time, ms since the epoch, by the dates in their names; others are read. */
  readonly interval?: { readonly startMs: number; readonly endMs?: number };
  /** Where it is remembered what was delivered; without it a new run reads everything that is there. */
  readonly positions?: PositionStore;
  /** How long to wait between two listings; 30 s by default. */
  readonly pollIntervalMs?: number;
  /** Lines of an append blob are handed on together up to this size; a longer line is cut. 4 MiB by default. */
  readonly maxObjectBytes?: number;
  /** What stands after the last line end of an append blob counts as a line when nothing came for so long; 10 min by default. */
  readonly quietMs?: number;
  /** Event source of all records; without it each object is recognised by its content. */
  readonly sourceName?: string;
  readonly clock?: Clock;
}
