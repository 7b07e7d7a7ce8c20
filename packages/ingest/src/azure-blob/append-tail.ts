// Where the reading of one growing blob is: what was handed on, what is delivered, what waits for its line end.
import type { ContainerClient } from '@azure/storage-blob';
import { createSettlementOrder, type SettlementOrder } from '@windhover/pipeline';
import { explainBlobError } from './blob-error.ts';

/** Some whole lines of an append blob. */
export interface BlobLines {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** How lines are taken. */
export interface TailOptions {
  readonly maxObjectBytes: number;
  readonly quietMs: number;
}

/** An append blob while it is read. */
export interface AppendTail {
  /** Up to where lines were handed on. */
  offset: number;
  /** Its length when it was listed last, and since when it has it. */
  size: number;
  sinceMs: number;
  readonly order: SettlementOrder;
}

/** Begin to follow an append blob at `offset`; `advance` is told up to where everything is delivered. */
export function createAppendTail(
  offset: number,
  nowMs: number,
  advance: (offset: string) => void,
): AppendTail {
  return { offset, size: offset, sinceMs: nowMs, order: createSettlementOrder(advance) };
}

/** Note the length of a new listing. A blob that is shorter than before was made anew. */
export function noteSize(tail: AppendTail, size: number, nowMs: number): void {
  if (size < tail.offset) tail.offset = 0;
  if (size !== tail.size) tail.sinceMs = nowMs;
  tail.size = size;
}

const newline = 0x0a;

/** The whole lines that are there and were not handed on; what follows them stays until its line end is there. */
export async function* readNewLines(
  container: ContainerClient,
  name: string,
  tail: AppendTail,
  { maxObjectBytes, quietMs }: TailOptions,
  nowMs: number,
  signal: AbortSignal,
): AsyncGenerator<BlobLines> {
  while (tail.offset < tail.size && !signal.aborted) {
    const start = tail.offset;
    const wanted = Math.min(maxObjectBytes, tail.size - start);
    const bytes = await readRange(container, name, start, wanted, signal);
    if (bytes === undefined) return;
    const lineEnd = bytes.lastIndexOf(newline) + 1;
    const isLast = start + bytes.length >= tail.size;
    const isCut = isLast ? nowMs - tail.sinceMs >= quietMs : bytes.length >= maxObjectBytes;
    const length = lineEnd > 0 ? lineEnd : isCut ? bytes.length : 0;
    if (length === 0) return;
    tail.offset += length;
    tail.order.begin(`${tail.offset}`);
    yield { start, bytes: bytes.subarray(0, length) };
  }
}

/** The answer when a blob was deleted, or made anew and shorter, since it was listed: the next listing tells. */
const overtaken: readonly unknown[] = [404, 416];

async function readRange(
  container: ContainerClient,
  name: string,
  start: number,
  count: number,
  abortSignal: AbortSignal,
): Promise<Buffer | undefined> {
  try {
    const answer = await container.getBlobClient(name).download(start, count, { abortSignal });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.readableStreamBody as AsyncIterable<Uint8Array>) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    if (overtaken.includes((error as { statusCode?: number }).statusCode)) return undefined;
    throw explainBlobError(name, error);
  }
}
