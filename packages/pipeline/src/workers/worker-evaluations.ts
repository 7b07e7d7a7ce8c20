import { systemClock, type Clock } from '../clock.ts';
import type { EvaluatedObject } from '../evaluation/evaluate-object.ts';
import type { ObjectEvaluations } from '../evaluation/object-evaluations.ts';
import { readWhole } from '../evaluation/read-inflated.ts';
import { startEvaluationThread } from './evaluation-thread.ts';
import type { SentBytes, WorkerSetup } from './protocol.ts';
import { startThreadGroup, type ThreadGroup } from './thread-group.ts';

/** How a pool of workers is made. */
export interface WorkerPoolOptions extends WorkerSetup {
  readonly workers: number;
  /** Heap of one worker; one that needs more is replaced. 512 by default. */
  readonly maxHeapMb?: number;
  /** Options of Node.js for the threads; those of the process by default. */
  readonly execArgv?: readonly string[];
  readonly clock?: Clock;
  /** Told of a thread that ended at work, before its object is tried again or given up as `worker-crashed`. */
  readonly onCrash?: (object: EvaluatedObject, error: Error, willRetry: boolean) => void;
}

/** A pool that evaluates objects on all cores. */
export interface WorkerEvaluations extends ObjectEvaluations {
  /**
   * Start threads with other data beside those in use, and give them all objects from then on; what is in work ends as it
   * began. Rejects, and changes nothing, when an evaluator cannot be made.
   */
  reload(data: unknown): Promise<void>;
}

const defaultHeapMb = 512;
/** Objects in flight for each worker: one in work, one whose bytes are read meanwhile. */
const objectsPerWorker = 2;

/** Start workers; objects go to them whole, in the order of the calls. Rejects when an evaluator cannot be made. */
export async function createWorkerEvaluations(options: WorkerPoolOptions): Promise<WorkerEvaluations> {
  const { module, limits, execArgv, maxHeapMb = defaultHeapMb, clock = systemClock } = options;
  const startGroup = (data: unknown): Promise<ThreadGroup> =>
    startThreadGroup({
      size: options.workers,
      start: () =>
        startEvaluationThread(
          { module, data, limits },
          { maxHeapMb, ...(execArgv !== undefined && { execArgv }) },
        ),
      onCrash: options.onCrash ?? (() => undefined),
    });
  let group = await startGroup(options.data);
  let isClosed = false;
  return {
    get width() {
      return group.size * objectsPerWorker;
    },
    evaluate(object, deliver) {
      const receivedNs = BigInt(Math.trunc(clock.nowMs())) * 1_000_000n;
      const job = prepareBytes(object, limits.maxInMemoryBytes).then((bytes) => ({
        object,
        bytes,
        receivedNs,
      }));
      return group.evaluate(job, object, deliver);
    },
    async reload(data) {
      const next = await startGroup(data);
      // Closed meanwhile: nobody else would end these threads.
      if (isClosed) return next.retire();
      const previous = group;
      group = next;
      await previous.retire();
    },
    close() {
      isClosed = true;
      return group.retire();
    },
  };
}

/** Small objects are read while the workers are busy with others; files are read by the worker itself. */
async function prepareBytes({ bytes }: EvaluatedObject, maxInMemoryBytes: number): Promise<SentBytes> {
  if (bytes instanceof Uint8Array) return { kind: 'whole', bytes };
  const { size, path, isOnceOnly = false } = bytes;
  const known = size === undefined ? {} : { size };
  if (path !== undefined) return { kind: 'file', path, ...known };
  if (size !== undefined && size <= maxInMemoryBytes && !isOnceOnly) {
    const whole = await readWhole(bytes, maxInMemoryBytes);
    if (whole !== undefined) return { kind: 'whole', bytes: whole };
  }
  return { kind: 'pulled', isOnceOnly, ...known };
}
