// Between clients that call when something comes, and the pipeline that pulls when it has room.
import { systemClock, type Clock, type IngestObject } from '@windhover/pipeline';

/** Objects that a client brought and nobody has taken yet; its own flow control bounds them. */
export interface HandedOverObjects {
  /** Resolves when the object was taken, or dropped. */
  offer(object: IngestObject): Promise<void>;
  /** Offer an object again after a while: it was not delivered, and its service does not send it anew. */
  offerLater(object: IngestObject): void;
  /** The reading, or the next one, throws this. */
  fail(error: Error): void;
  /** The objects in order, until `signal` aborts; what is there then waits for the next reading. */
  read(signal: AbortSignal): AsyncGenerator<IngestObject>;
  /** Give up what nobody has taken. */
  drop(): readonly IngestObject[];
}

const retryMs = 5000;

export function createHandedOverObjects(clock: Clock = systemClock): HandedOverObjects {
  const queue: { readonly object: IngestObject; readonly settle: () => void }[] = [];
  const stopped = new AbortController();
  let failure: Error | undefined;
  let wake = (): void => undefined;

  const offer = (object: IngestObject): Promise<void> => {
    if (stopped.signal.aborted) return Promise.resolve();
    return new Promise((settle) => {
      queue.push({ object, settle });
      wake();
    });
  };
  return {
    offer,
    offerLater: (object) => void clock.sleep(retryMs, stopped.signal).then(() => offer(object)),
    fail(error) {
      failure ??= error;
      wake();
    },
    async *read(signal) {
      const onAbort = (): void => wake();
      signal.addEventListener('abort', onAbort);
      try {
        while (!signal.aborted) {
          const next = queue.shift();
          if (next !== undefined) {
            next.settle();
            yield next.object;
          } else if (failure !== undefined) {
            const error = failure;
            failure = undefined;
            throw error;
          } else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    drop() {
      stopped.abort();
      return queue.splice(0).map(({ object, settle }) => {
        settle();
        return object;
      });
    },
  };
}
