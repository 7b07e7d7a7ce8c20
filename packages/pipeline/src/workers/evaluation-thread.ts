import { Worker } from 'node:worker_threads';
import type { ByteStream } from '../contract.ts';
import type { AlertReceiver, EvaluatedObject } from '../evaluation/evaluate-object.ts';
import type { ObjectReport } from '../evaluation/object-report.ts';
import type { FromWorker, SentBytes, ToWorker, WorkerSetup } from './protocol.ts';
import { packError, unpackError } from './sent-error.ts';

/** The thread ended while it was at work: out of memory, killed, or broken beyond catching. */
export class ThreadCrashedError extends Error {
  override readonly name = 'ThreadCrashedError';
}

/** An object with its bytes as they are sent. */
export interface ThreadJob {
  readonly object: EvaluatedObject;
  readonly bytes: SentBytes;
  readonly receivedNs: bigint;
}

/** A worker thread; it works on one object at a time. */
export interface EvaluationThread {
  /** Whether its evaluator depends on the order of records. */
  readonly dependsOnOrder: boolean;
  /** Rejects with a `ThreadCrashedError` when the thread ends; the thread is of no use then. */
  evaluate(job: ThreadJob, deliver: AlertReceiver): Promise<ObjectReport>;
  close(): Promise<void>;
}

/** In the repository the file is TypeScript, in the package JavaScript. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './evaluation-worker.ts' : './evaluation-worker.js',
  import.meta.url,
);

/** Records come and go in bulk: a larger young generation takes memory and saves no time. */
const maxYoungGenerationSizeMb = 12;

/** Start a thread. Rejects when its evaluator cannot be made. */
export async function startEvaluationThread(
  setup: WorkerSetup,
  options: { readonly maxHeapMb: number; readonly execArgv?: readonly string[] },
): Promise<EvaluationThread> {
  const worker = new Worker(workerFile, {
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMb, maxYoungGenerationSizeMb },
    ...(options.execArgv !== undefined && { execArgv: [...options.execArgv] }),
  });
  let fail: (error: Error) => void = () => undefined;
  let receive: (message: FromWorker) => void = () => undefined;
  let crash: ThreadCrashedError | undefined;
  const end = (error?: Error): void => {
    crash ??= new ThreadCrashedError(error?.message ?? 'the thread ended', { cause: error });
    fail(crash);
  };
  worker.on('error', end);
  worker.on('exit', () => end());
  worker.on('message', (message: FromWorker) => receive(message));

  const tell = (message: ToWorker): void => worker.postMessage(message);
  /** Handle messages until `handle` gives a result. */
  function converse<Result>(
    begin: () => void,
    handle: (message: FromWorker, settle: (result: Result) => void) => void,
  ) {
    return new Promise<Result>((resolve, reject) => {
      if (crash !== undefined) return reject(crash);
      fail = reject;
      receive = (message) => {
        try {
          handle(message, resolve);
        } catch (error) {
          reject(error as Error);
        }
      };
      begin();
    });
  }

  const dependsOnOrder = await converse<boolean>(
    () => undefined,
    (message, settle) => message.kind === 'ready' && settle(message.dependsOnOrder),
  );

  return {
    dependsOnOrder,
    evaluate(job, deliver) {
      let deliveryFailure: { readonly error: unknown } | undefined;
      const source = createChunkSource(job.object.bytes);
      const take = (alerts: Parameters<AlertReceiver>[0]): void =>
        void deliver(alerts).then(
          () => tell({ kind: 'taken', isTaken: true }),
          (error: unknown) => {
            deliveryFailure = { error };
            tell({ kind: 'taken', isTaken: false });
          },
        );
      const { origin, sourceName, encoding } = job.object;
      return converse<ObjectReport>(
        () =>
          tell({
            kind: 'evaluate',
            origin,
            bytes: job.bytes,
            receivedNs: job.receivedNs,
            ...(sourceName !== undefined && { sourceName }),
            ...(encoding !== undefined && { encoding }),
          }),
        (message, settle) => {
          if (message.kind === 'alerts') take(message.alerts);
          else if (message.kind === 'pull') void source.next(message.isFirst).then(tell);
          else if (message.kind === 'done') settle(message.report);
          else if (message.kind === 'failed') throw deliveryFailure?.error ?? unpackError(message.error);
        },
      ).finally(() => source.close());
    },
    close: async () => void (await worker.terminate()),
  };
}

/** Answers a worker's pulls; a first pull begins the bytes anew. */
function createChunkSource(bytes: Uint8Array | ByteStream): {
  next(isFirst: boolean): Promise<ToWorker>;
  close(): void;
} {
  let iterator: AsyncIterator<Uint8Array> | undefined;
  const leave = (): void => void iterator?.return?.().catch(() => undefined);
  return {
    async next(isFirst) {
      if (bytes instanceof Uint8Array) return { kind: 'chunk', bytes: undefined };
      if (isFirst) leave();
      if (isFirst || iterator === undefined) iterator = bytes[Symbol.asyncIterator]();
      try {
        const { done, value } = await iterator.next();
        return { kind: 'chunk', bytes: done === true ? undefined : value };
      } catch (error) {
        return { kind: 'chunk-failed', error: packError(error) };
      }
    },
    close: leave,
  };
}
