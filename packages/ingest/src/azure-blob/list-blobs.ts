// Containers of logs keep a blob for each hour for years: all are listed now and then, in between only those of the days
// that may still grow, wherever that takes fewer requests.
import type { BlobItem, ContainerClient } from '@azure/storage-blob';

/** What a listing needs of a container. */
export interface ListableContainer {
  listBlobsFlat(options: {
    readonly prefix: string;
    readonly abortSignal: AbortSignal;
  }): AsyncIterable<BlobItem>;
}

/** Lists what is worth a look; the first time everything. */
export interface BlobListing {
  list(signal: AbortSignal): AsyncGenerator<BlobItem>;
}

/** A time, ms since the epoch; without an end it goes on. */
type Interval = { readonly startMs: number; readonly endMs?: number };

const hourMs = 3_600_000;
/** Azure appends late records to the blobs of so many hours before. */
const growingMs = 3 * hourMs;
const wholeListingMs = 10 * 60_000;
const blobsPerRequest = 5000;

/** The folder before the date, and the date; the hour is missing in some logs. */
const datedName = /^(.*?)y=(\d{4})\/m=(\d\d)\/d=(\d\d)\/(?:h=(\d\d)\/)?/s;

export function createBlobListing(
  container: ListableContainer | ContainerClient,
  prefix: string,
  interval: Interval | undefined,
  nowMs: () => number,
): BlobListing {
  const folders = new Set<string>();
  let requests = 0;
  let hasOthers = false;
  let listedMs = -Infinity;

  async function* listAll(abortSignal: AbortSignal): AsyncGenerator<BlobItem> {
    const startedMs = nowMs();
    let count = 0;
    for await (const blob of container.listBlobsFlat({ prefix, abortSignal })) {
      const [, folder] = datedName.exec(blob.name) ?? [];
      if (folder === undefined) hasOthers = true;
      else folders.add(folder);
      count += 1;
      yield blob;
    }
    requests = Math.ceil(count / blobsPerRequest);
    listedMs = startedMs;
  }

  return {
    async *list(abortSignal) {
      const prefixes = listGrowingDays(nowMs()).flatMap((day) => [...folders].map((folder) => folder + day));
      const isDue = nowMs() - listedMs >= wholeListingMs;
      const listings =
        isDue || hasOthers || prefixes.length >= requests
          ? [listAll(abortSignal)]
          : prefixes.map((day) => container.listBlobsFlat({ prefix: day, abortSignal }));
      for (const listing of listings)
        for await (const blob of listing)
          if (blob.name.startsWith(prefix) && touchesInterval(blob.name, interval)) yield blob;
    },
  };
}

/** Folders of the days whose hours may still grow. */
function listGrowingDays(nowMs: number): string[] {
  const days = [nowMs - growingMs, nowMs].map((ms) => {
    const [year, month, day] = new Date(ms).toISOString().slice(0, 10).split('-');
    return `y=${year}/m=${month}/d=${day}/`;
  });
  return [...new Set(days)];
}

/** Whether the hour (or day) that a name tells lies at least in part in the interval; names without a date do. */
function touchesInterval(name: string, interval: Interval | undefined): boolean {
  const [, , year, month, day, hour] = datedName.exec(name) ?? [];
  if (interval === undefined || year === undefined) return true;
  const startMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0));
  const endMs = startMs + (hour === undefined ? 24 * hourMs : hourMs);
  return endMs > interval.startMs && (interval.endMs === undefined || startMs <= interval.endMs);
}
