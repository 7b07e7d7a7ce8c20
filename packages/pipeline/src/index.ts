// Ingest → engine → sinks: batches, acks, retries, back-pressure, dead letters, checkpoints, shutdown.

export type * from './contract.ts';
