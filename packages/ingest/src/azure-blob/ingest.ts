import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import {
  openPositionStore,
  systemClock,
  type Clock,
  type Ingest,
  type IngestObject,
  type PositionStore,
} from '@windhover/pipeline';
import { createAppendTail, noteSize, readNewLines, type AppendTail } from './append-tail.ts';
import { createBlobBytes } from './blob-bytes.ts';
import type { AzureBlobIngestConfig } from './config.ts';
import { createBlobListing } from './list-blobs.ts';

const component = 'azure_blob';
const defaultPollMs = 30_000;
const defaultObjectBytes = 4 * 1024 ** 2;
const defaultQuietMs = 10 * 60_000;
const retryMs = 5000;

/**
 * Reads the blobs of a container as they come and grow (spec/sources-azure.md, storage accounts). An object is some
 * whole lines of an append blob (`PT1H.json` of diagnostic settings grows for an hour), or a whole block blob. One that
 * was not delivered comes again later. The client is the caller's.
 */
export function createAzureBlobIngest(
  container: ContainerClient,
  config: AzureBlobIngestConfig = {},
): Ingest {
  const memory = config.positions === undefined ? openPositionStore(':memory:') : undefined;
  const positions = config.positions ?? memory!;
  return {
    name: component,
    read: (signal) =>
      readContainer({ container, config, positions, clock: config.clock ?? systemClock }, signal),
    async close() {
      memory?.close();
    },
  };
}

interface Reading {
  readonly container: ContainerClient;
  readonly config: AzureBlobIngestConfig;
  readonly positions: PositionStore;
  readonly clock: Clock;
}

/** What one run of `read` knows beside the positions. */
interface ReadingState {
  /** Append blobs with something that is not delivered. */
  readonly tails: Map<string, AppendTail>;
  /** Versions of block blobs that are on their way. */
  readonly underway: Set<string>;
  /** What was not delivered, by the time at which it comes again. */
  readonly again: { readonly dueMs: number; readonly object: IngestObject }[];
}

async function* readContainer(reading: Reading, signal: AbortSignal): AsyncGenerator<IngestObject> {
  const { container, config, clock } = reading;
  const { prefix = '', pollIntervalMs = defaultPollMs } = config;
  const listing = createBlobListing(container, prefix, config.interval, () => clock.nowMs());
  const state: ReadingState = { tails: new Map(), underway: new Set(), again: [] };
  while (!signal.aborted) {
    try {
      for await (const blob of listing.list(signal)) {
        yield* takeDue(state, clock, signal);
        if (signal.aborted) return;
        if (blob.properties.blobType === 'AppendBlob') yield* readAppendBlob(reading, state, blob, signal);
        else if (blob.properties.blobType === 'BlockBlob') yield* readBlockBlob(reading, state, blob);
      }
    } catch (error) {
      // The client tells an abort as an error.
      if (signal.aborted) return;
      throw error;
    }
    yield* takeDue(state, clock, signal);
    if (!signal.aborted) await clock.sleep(pollIntervalMs, signal);
  }
}

function* takeDue({ again }: ReadingState, clock: Clock, signal: AbortSignal): Generator<IngestObject> {
  while (!signal.aborted && again[0] !== undefined && again[0].dueMs <= clock.nowMs()) {
    yield again.shift()!.object;
  }
}

async function* readAppendBlob(
  reading: Reading,
  state: ReadingState,
  { name, properties }: BlobItem,
  signal: AbortSignal,
): AsyncGenerator<IngestObject> {
  const { container, config, positions, clock } = reading;
  const { maxObjectBytes = defaultObjectBytes, quietMs = defaultQuietMs } = config;
  const size = properties.contentLength ?? 0;
  const delivered = Number(positions.get(scopeOf(container), name) ?? 0);
  if (delivered === size && !state.tails.has(name)) return;
  let tail = state.tails.get(name);
  if (tail === undefined) {
    tail = createAppendTail(delivered > size ? 0 : delivered, clock.nowMs(), (offset) =>
      positions.set(scopeOf(container), name, offset),
    );
    state.tails.set(name, tail);
  }
  const { order } = tail;
  noteSize(tail, size, clock.nowMs());
  for await (const { start, bytes } of readNewLines(
    container,
    name,
    tail,
    { maxObjectBytes, quietMs },
    clock.nowMs(),
    signal,
  )) {
    const end = `${start + bytes.length}`;
    yield createObject(reading, state, `${name}#${start}`, bytes, () => order.settle(end));
  }
  // A blob of a past hour is forgotten: its position is all that is needed if it should grow once more.
  if (order.unsettled === 0 && tail.offset === size) state.tails.delete(name);
}

function* readBlockBlob(
  reading: Reading,
  state: ReadingState,
  { name, properties }: BlobItem,
): Generator<IngestObject> {
  const { container, positions } = reading;
  const { etag, contentLength: size = 0 } = properties;
  const version = `${name}#${etag}`;
  if (positions.get(scopeOf(container), name) === etag || state.underway.has(version)) return;
  state.underway.add(version);
  yield createObject(reading, state, version, createBlobBytes(container, { name, etag, size }), () => {
    positions.set(scopeOf(container), name, etag);
    state.underway.delete(version);
  });
}

function scopeOf({ url }: ContainerClient): string {
  return `${component} ${url.split('?', 1)[0]!}`;
}

function createObject(
  { container, config, clock }: Reading,
  state: ReadingState,
  part: string,
  bytes: IngestObject['bytes'],
  settle: () => void,
): IngestObject {
  const object: IngestObject = {
    origin: { ingest: component, name: `${container.containerName}/${part}` },
    bytes,
    ...(config.sourceName !== undefined && { sourceName: config.sourceName }),
    // The new version of a blob that changed is listed, and comes as an object of its own.
    whenUnavailable: { 'object-gone': 'skip' },
    ack: async () => settle(),
    nack: async () => void state.again.push({ dueMs: clock.nowMs() + retryMs, object }),
  };
  return object;
}
