import type { IngestObject, Origin } from '@windhover/pipeline';

/** How a request's object was settled. */
export type Settlement = { readonly delivered: true } | { readonly delivered: false; readonly reason: Error };

/** Requests on their way through the pipeline: a bounded queue between the server and `read`. */
export interface PendingObjects {
  /** Queue an object; resolves when the pipeline settled it, undefined at once when there is no room. */
  submit(
    origin: Origin,
    bytes: Uint8Array,
    details: Pick<IngestObject, 'sourceName' | 'encoding'>,
  ): Promise<Settlement> | undefined;
  /** The objects in order of arrival, until `signal` aborts. */
  read(signal: AbortSignal): AsyncIterable<IngestObject>;
  /** Settle everything that nobody has taken yet as not delivered. */
  abandon(reason: Error): void;
}

export function createPendingObjects(maxPending: number): PendingObjects {
  const queue: IngestObject[] = [];
  let pending = 0;
  let arrived = Promise.withResolvers<void>();

  return {
    submit(origin, bytes, details) {
      if (pending >= maxPending) return undefined;
      pending += 1;
      const { promise, resolve } = Promise.withResolvers<Settlement>();
      const settle = (settlement: Settlement): Promise<void> => {
        pending -= 1;
        resolve(settlement);
        return Promise.resolve();
      };
      queue.push({
        origin,
        bytes,
        ...details,
        ack: () => settle({ delivered: true }),
        nack: (reason) => settle({ delivered: false, reason }),
      });
      arrived.resolve();
      return promise;
    },
    async *read(signal) {
      const aborted = new Promise<void>((resolve) => {
        if (signal.aborted) return resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      while (!signal.aborted) {
        const next = queue.shift();
        if (next !== undefined) {
          yield next;
          continue;
        }
        arrived = Promise.withResolvers();
        await Promise.race([arrived.promise, aborted]);
      }
    },
    abandon(reason) {
      for (const object of queue.splice(0)) void object.nack(reason);
    },
  };
}
