// What `windhover replay` reads: files, folders, standard input and buckets, one after the other.
import { resolve } from 'node:path';
import {
  createFileIngest,
  parseInstant,
  parseS3Url,
  type Interval,
  type ReplayEstimate,
  type S3IngestConfig,
} from '@windhover/ingest';
import { openPositionStore, type Compatibility, type Ingest } from '@windhover/pipeline';
import type { CommandIo } from './process-io.ts';

/** The options of a replay that concern its inputs. */
export interface ReplayInputOptions {
  readonly source?: string;
  readonly since?: string;
  readonly until?: string;
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly checkpoint?: string;
  readonly concurrency?: number;
  readonly awsRegion?: string;
  readonly s3Endpoint?: string;
  readonly forcePathStyle?: boolean;
}

/** The inputs of a replay, taken apart. */
export interface ReplayInputs {
  readonly ingest: Ingest;
  /** What the buckets among them hold: for an estimate before the start. */
  estimate(signal: AbortSignal): Promise<ReplayEstimate[]>;
  /** Send the objects of the buckets to a queue instead; gives their number. */
  enqueue(queueUrl: string, signal: AbortSignal): Promise<number>;
  readonly hasBuckets: boolean;
  close(): void;
}

/** Open the inputs of a replay. Throws an `IntervalError` for a time that is none. */
export async function openReplayInputs(
  inputs: readonly string[],
  options: ReplayInputOptions,
  compatibility: Compatibility,
  nowMs: number,
  io: CommandIo,
): Promise<ReplayInputs> {
  const interval = readWindow(options, nowMs);
  const checkpoint =
    options.checkpoint === undefined ? undefined : openPositionStore(resolve(io.cwd, options.checkpoint));
  const locations = inputs.map(parseS3Url);
  const aws = locations.every((location) => location === undefined) ? undefined : await openAws(options);
  const buckets: S3IngestConfig[] = [];
  const ingests = inputs.map((input, index) => {
    const location = locations[index];
    if (location === undefined || aws === undefined) {
      return createFileIngest({
        paths: [input === '-' ? '-' : resolve(io.cwd, input)],
        stdin: io.stdin,
        compatibility,
        ...(options.source === undefined ? {} : { sourceName: options.source }),
      });
    }
    const config: S3IngestConfig = {
      ...location,
      compatibility,
      accounts: options.account,
      regions: options.region,
      ...(interval === undefined ? {} : { interval }),
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      ...(options.source === undefined ? {} : { sourceName: options.source }),
    };
    buckets.push(config);
    return aws.createS3Ingest(aws.s3, config);
  });
  return {
    ingest: concatenateIngests(ingests),
    hasBuckets: buckets.length > 0,
    estimate: async (signal) =>
      aws === undefined
        ? []
        : Promise.all(buckets.map((config) => aws.estimateReplay(aws.s3, config, signal))),
    async enqueue(queueUrl, signal) {
      let objects = 0;
      if (aws === undefined) return objects;
      const queue = { client: aws.clients.sqs({ region: options.awsRegion }), queueUrl };
      for (const config of buckets)
        objects += (await aws.enqueueReplay(aws.s3, config, queue, signal)).objects;
      return objects;
    },
    close() {
      checkpoint?.close();
      aws?.clients.close();
    },
  };
}

/** What buckets need. The SDK takes longer to load than a small replay, so that it is loaded for them only. */
async function openAws(options: ReplayInputOptions) {
  const [{ createAwsClients }, { createS3Ingest, enqueueReplay, estimateReplay }] = await Promise.all([
    import('./run/create-clients.ts'),
    import('@windhover/ingest/services'),
  ]);
  const clients = createAwsClients();
  const s3 = clients.s3({
    region: options.awsRegion,
    endpoint: options.s3Endpoint,
    forcePathStyle: options.forcePathStyle,
  });
  return { clients, s3, createS3Ingest, enqueueReplay, estimateReplay };
}

function readWindow({ since, until }: ReplayInputOptions, nowMs: number): Interval | undefined {
  if (since === undefined && until === undefined) return undefined;
  const startMs = since === undefined ? 0 : parseInstant(since, nowMs);
  return { startMs, ...(until === undefined ? {} : { endMs: parseInstant(until, nowMs) }) };
}

function concatenateIngests(ingests: readonly Ingest[]): Ingest {
  return {
    name: ingests[0]?.name ?? 'file',
    async *read(signal) {
      for (const ingest of ingests) yield* ingest.read(signal);
    },
    async close() {
      await Promise.all(ingests.map((ingest) => ingest.close()));
    },
  };
}
