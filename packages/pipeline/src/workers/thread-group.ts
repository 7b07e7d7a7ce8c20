import type { AlertReceiver, EvaluatedObject } from '../evaluation/evaluate-object.ts';
import { createReportBuilder, type ObjectReport } from '../evaluation/object-report.ts';
import { ThreadCrashedError, type EvaluationThread, type ThreadJob } from './evaluation-thread.ts';

/** Threads that have the same evaluator. */
export interface ThreadGroup {
  readonly size: number;
  /** Evaluate on the next free thread; objects get threads in the order of the calls. */
  evaluate(job: Promise<ThreadJob>, object: EvaluatedObject, deliver: AlertReceiver): Promise<ObjectReport>;
  /** Ends the threads when all that was begun is done. */
  retire(): Promise<void>;
}

/** How a group gets its threads. */
export interface ThreadGroupOptions {
  readonly size: number;
  start(): Promise<EvaluationThread>;
  onCrash(object: EvaluatedObject, error: Error, willRetry: boolean): void;
}

/** The place of one thread: when the thread crashes, another takes the place. */
interface Place {
  thread: EvaluationThread;
}

/**
 * Start a group. Where alerts can depend on earlier records it has one thread, whatever `size` says, so that the number of
 * workers never shows in what comes out.
 */
export async function startThreadGroup(options: ThreadGroupOptions): Promise<ThreadGroup> {
  const first = await options.start();
  const size = first.dependsOnOrder ? 1 : options.size;
  const others = await startAll(size - 1, options.start).catch(async (error: unknown) => {
    await first.close();
    throw error;
  });
  const places: readonly Place[] = [first, ...others].map((thread) => ({ thread }));
  const free = [...places];
  const waiting: ((place: Place) => void)[] = [];
  const running = new Set<Promise<unknown>>();

  const acquire = (): Promise<Place> => {
    const place = free.pop();
    return place === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(place);
  };
  const release = (place: Place): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(place);
    else next(place);
  };

  async function evaluate(
    job: Promise<ThreadJob>,
    object: EvaluatedObject,
    deliver: AlertReceiver,
  ): Promise<ObjectReport> {
    const place = await acquire();
    const deliverOnce = createRepeatFilter(deliver);
    try {
      const ready = await job;
      for (let attempt = 1; ; attempt++) {
        try {
          return await place.thread.evaluate(ready, deliverOnce());
        } catch (error) {
          if (!(error instanceof ThreadCrashedError)) throw error;
          const willRetry = attempt === 1 && isReadableAgain(object);
          options.onCrash(object, error, willRetry);
          place.thread = await options.start();
          if (!willRetry)
            return createReportBuilder().build({ reason: 'worker-crashed', detail: error.message });
        }
      }
    } finally {
      release(place);
    }
  }

  return {
    size,
    evaluate(job, object, deliver) {
      job.catch(() => undefined);
      const run = evaluate(job, object, deliver);
      const settled: Promise<unknown> = run.catch(() => undefined).then(() => running.delete(settled));
      running.add(settled);
      return run;
    },
    async retire() {
      await Promise.all(running);
      await Promise.all(places.map(({ thread }) => thread.close()));
    },
  };
}

/** All or none: where one thread does not start, those that did are ended. */
async function startAll(count: number, start: ThreadGroupOptions['start']): Promise<EvaluationThread[]> {
  const results = await Promise.allSettled(Array.from({ length: count }, () => start()));
  const threads = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed === undefined) return threads;
  await Promise.all(threads.map((thread) => thread.close()));
  throw (failed as PromiseRejectedResult).reason;
}

/** A receiver for each attempt: a second attempt yields the same alerts, and those that were taken are left out. */
function createRepeatFilter(deliver: AlertReceiver): () => AlertReceiver {
  let taken = 0;
  return () => {
    let seen = 0;
    return async (alerts) => {
      const fresh = alerts.slice(Math.max(0, taken - seen));
      seen += alerts.length;
      if (fresh.length > 0) await deliver(fresh);
      taken = Math.max(taken, seen);
    };
  };
}

function isReadableAgain({ bytes }: EvaluatedObject): boolean {
  return bytes instanceof Uint8Array || bytes.isOnceOnly !== true;
}
