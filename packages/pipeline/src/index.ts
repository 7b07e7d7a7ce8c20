// Ingest → engine → sinks: batches, acks, retries, back-pressure, dead letters, checkpoints, shutdown.

// The contract of ingests and sinks
export type * from './contract.ts';
export type { Compatibility } from '@windhover/event-sources';
export { createFileBytes } from './file-bytes.ts';
export {
  DeliveryIncompleteError,
  DeliveryPostponedError,
  DeliveryRefusedError,
  ObjectUnavailableError,
} from './delivery-errors.ts';

// Time and retries
export type { Clock } from './clock.ts';
export { systemClock } from './clock.ts';
export type { RetryOptions, RetryPolicy } from './retry.ts';
export { computeBackoffMs, defaultRetryPolicy, retry } from './retry.ts';

// Evaluation of objects
export type {
  EvaluationReceiver,
  ObjectEvaluation,
  ObjectEvaluator,
  ObjectToEvaluate,
} from './evaluation/object-evaluator.ts';
export type { EngineEvaluatorOptions } from './evaluation/engine-evaluator.ts';
export { createEngineEvaluator, isOrderDependent } from './evaluation/engine-evaluator.ts';
export type { ObjectReport, SkipCount } from './evaluation/object-report.ts';
export type { ReadLimits } from './evaluation/read-inflated.ts';
export type { AlertReceiver, EvaluatedObject } from './evaluation/evaluate-object.ts';
export { defaultReadLimits, evaluateObject } from './evaluation/evaluate-object.ts';
export type { ObjectEvaluations } from './evaluation/object-evaluations.ts';
export { createLocalEvaluations } from './evaluation/object-evaluations.ts';
export type { WorkerEvaluations, WorkerPoolOptions } from './workers/worker-evaluations.ts';
export { createWorkerEvaluations } from './workers/worker-evaluations.ts';

// Replay of history
export type { ReplayOptions } from './replay/replay-objects.ts';
export { replayObjects } from './replay/replay-objects.ts';
export type { ReplaySummary } from './replay/replay-summary.ts';

// Flow: bounds, batches
export type { Batching } from './flow/batching.ts';
export { createBatching } from './flow/batching.ts';
export type { BoundedChannel } from './flow/bounded-channel.ts';
export { createBoundedChannel } from './flow/bounded-channel.ts';
export type { Semaphore } from './flow/semaphore.ts';
export { createSemaphore } from './flow/semaphore.ts';

// State that outlives a run
export type { PositionStore } from './state/position-store.ts';
export { openPositionStore } from './state/position-store.ts';
export type { SettlementOrder } from './state/settlement-order.ts';
export { createSettlementOrder } from './state/settlement-order.ts';

// The running pipeline
export type { PipelineOptions, PipelineResult } from './run/run-pipeline.ts';
export { runPipeline } from './run/run-pipeline.ts';
export type { SinkConfig } from './run/sink-lane.ts';

// Dead letters
export type { DeadLetter, DeadLetterEntry } from './dead-letter/dead-letter.ts';
export { maxDeadLetterBytes, renderDeadLetter } from './dead-letter/dead-letter.ts';
export { createDirectoryDeadLetter } from './dead-letter/directory.ts';
export { nameDeadLetter } from './dead-letter/name-dead-letter.ts';

// What operators are told
export type { Labels, Logger, Metrics, Telemetry } from './telemetry.ts';
export { reportWorkerCrash, silentTelemetry } from './telemetry.ts';
