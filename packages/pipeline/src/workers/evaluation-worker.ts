// The thread that inflates, cuts and evaluates objects. It talks to nobody but its pool.

import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { ByteStream } from '../contract.ts';
import { evaluateObject } from '../evaluation/evaluate-object.ts';
import type { ObjectEvaluator } from '../evaluation/object-evaluator.ts';
import { createFileBytes } from '../file-bytes.ts';
import type { FromWorker, SentBytes, ToWorker, WorkerSetup } from './protocol.ts';
import { packError, unpackError } from './sent-error.ts';

type EvaluatorModule = { createEvaluator(data: unknown): ObjectEvaluator | Promise<ObjectEvaluator> };

/** Serve the pool until the thread ends. */
async function serve(port: MessagePort, setup: WorkerSetup): Promise<void> {
  const { createEvaluator } = (await import(setup.module)) as EvaluatorModule;
  const evaluator = await createEvaluator(setup.data);
  const tell = (message: FromWorker): void => port.postMessage(message);
  // Bytes are pulled while alerts are being delivered: each question waits for its own answer.
  const alertsTaken = createQuestion(tell);
  const chunkPulled = createQuestion(tell);

  async function evaluate(job: Extract<ToWorker, { kind: 'evaluate' }>): Promise<void> {
    const object = { ...job, bytes: openBytes(job.bytes, chunkPulled.ask) };
    try {
      const report = await evaluateObject(evaluator, object, job.receivedNs, setup.limits, async (alerts) => {
        const reply = await alertsTaken.ask({ kind: 'alerts', alerts });
        if (reply.kind !== 'taken' || !reply.isTaken) throw new Error('the alerts were not taken');
      });
      tell({ kind: 'done', report });
    } catch (error) {
      tell({ kind: 'failed', error: packError(error) });
    }
  }

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'evaluate') void evaluate(message);
    else if (message.kind === 'taken') alertsTaken.answer(message);
    else chunkPulled.answer(message);
  });
  tell({ kind: 'ready', dependsOnOrder: evaluator.dependsOnOrder });
}

/** A message that is answered before the next of its kind is sent. */
function createQuestion(tell: (message: FromWorker) => void): {
  ask(message: FromWorker): Promise<ToWorker>;
  answer(message: ToWorker): void;
} {
  let resolveAnswer: ((message: ToWorker) => void) | undefined;
  return {
    ask: (message) =>
      new Promise((resolve) => {
        resolveAnswer = resolve;
        tell(message);
      }),
    answer: (message) => resolveAnswer?.(message),
  };
}

function openBytes(
  sent: SentBytes,
  ask: (message: FromWorker) => Promise<ToWorker>,
): Uint8Array | ByteStream {
  if (sent.kind === 'whole') return sent.bytes;
  if (sent.kind === 'file') return createFileBytes(sent.path, sent.size);
  const size = sent.size === undefined ? {} : { size: sent.size };
  return { ...size, isOnceOnly: sent.isOnceOnly, [Symbol.asyncIterator]: () => pull(ask) };
}

async function* pull(ask: (message: FromWorker) => Promise<ToWorker>): AsyncGenerator<Uint8Array> {
  for (let isFirst = true; ; isFirst = false) {
    const reply = await ask({ kind: 'pull', isFirst });
    if (reply.kind === 'chunk-failed') throw unpackError(reply.error);
    if (reply.kind !== 'chunk') throw new Error(`the pool answered ${reply.kind}`);
    if (reply.bytes === undefined) return;
    yield reply.bytes;
  }
}

if (parentPort !== null) await serve(parentPort, workerData as WorkerSetup);
