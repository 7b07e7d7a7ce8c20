// Workers on one queue, killed with -9 at random, while the sink refuses much of what it gets, messages come twice and
// some objects are poison.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, createRandomFaults, startWebhookReceiver } from '@windhover/testkit';
import { startWorker, type Program, type Worker } from './program.ts';
import { balance, until, type Balance, type Scene } from './scene.ts';

const POISON_EVERY = 10;

export interface KillWorkersOptions {
  readonly records: number;
  readonly recordsPerObject: number;
  readonly workers: number;
  readonly seed: number;
  readonly visibilitySeconds: number;
  /** The share of requests that the sink answers with 503, 0–1. */
  readonly sinkFailures: number;
  /** Asked again and again: is it time for the next kill? */
  shouldKill(now: { readonly kills: number; readonly delivered: number; readonly seconds: number }): boolean;
}

export interface KillWorkersOutcome extends Balance {
  readonly kills: number;
  readonly seconds: number;
  /** Deliveries by worker, in the order of their names. */
  readonly deliveries: Readonly<Record<string, number>>;
  /** The largest resident memory of a worker in each tenth of the work. */
  readonly maxRssMb: readonly number[];
  /** Reasons of dead letters and how many there are. */
  readonly deadLetters: Readonly<Record<string, number>>;
  /** Objects and messages that are in the dead letter. */
  readonly putAside: number;
  /** Of the workers that were alive at the end. */
  readonly exitCodes: readonly (number | null)[];
}

/** Fill the queue and let the workers empty it. */
export async function killWorkers(
  scene: Scene,
  program: Program,
  options: KillWorkersOptions,
): Promise<KillWorkersOutcome> {
  const { records, recordsPerObject, seed } = options;
  const random = createRandom(seed);
  for (let left = records, object = 0; left > 0; left -= recordsPerObject, object++) {
    await scene.addObject(Math.min(left, recordsPerObject));
    if (object % POISON_EVERY === 0) await scene.addPoison();
  }
  scene.aws.sqs.setFaults(
    createRandomFaults(seed, [{ operation: 'Delivery', fault: { kind: 'duplicate' }, rate: 0.2 }]),
  );
  const webhook = await startWebhookReceiver(
    createRandomFaults(seed + 1, [
      { operation: 'Webhook', fault: { kind: 'status', status: 503 }, rate: options.sinkFailures },
    ]),
  );
  const { visibilitySeconds } = options;
  const start = (name: string): Worker =>
    startWorker(program, scene, { name, sinkUrl: webhook.url, maxInFlight: 16, visibilitySeconds });
  const workers = Array.from({ length: options.workers }, (_, index) => start(`worker-${index + 1}`));
  const startedMs = performance.now();
  const seconds = (): number => (performance.now() - startedMs) / 1000;
  let kills = 0;
  const maxRssMb: number[] = [];
  try {
    await until(() => {
      for (const worker of workers) worker.check();
      const tenth = Math.min(9, Math.floor((10 * webhook.received.length) / scene.expected.size));
      maxRssMb[tenth] = Math.max(maxRssMb[tenth] ?? 0, ...workers.map((worker) => worker.readRssMb()));
      if (options.shouldKill({ kills, delivered: webhook.received.length, seconds: seconds() })) {
        const index = Math.floor(random() * workers.length);
        workers[index]!.kill();
        workers[index] = start(workers[index]!.name);
        kills++;
      }
      const { waiting, inWork } = scene.countMessages();
      return waiting + inWork === 0;
    });
    const exitCodes = await Promise.all(workers.map((worker) => worker.stop()));
    const arrived = webhook.received.map(({ body }) => /event=([0-9a-f-]+)/.exec(body)?.[1] ?? body);
    const by = Object.groupBy(webhook.received, ({ headers }) => headers['x-worker'] ?? '');
    const letters = readDeadLetters(scene);
    return {
      ...balance(arrived, scene.expected),
      kills,
      seconds: seconds(),
      deliveries: Object.fromEntries(workers.map(({ name }) => [name, by[name]?.length ?? 0])),
      maxRssMb: Array.from(maxRssMb, (mb) => mb ?? 0),
      deadLetters: countBy(letters.map(({ reason }) => reason)),
      putAside: new Set(letters.map(({ origin }) => JSON.stringify(origin))).size,
      exitCodes,
    };
  } finally {
    for (const worker of workers) worker.kill();
    await webhook.close();
  }
}

function readDeadLetters({ folder }: Scene): { reason: string; origin: unknown }[] {
  const directory = join(folder, 'dead-letter');
  return readdirSync(directory).map(
    (name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as { reason: string; origin: unknown },
  );
}

function countBy(texts: readonly string[]): Record<string, number> {
  const groups = Object.entries(Object.groupBy(texts, (text) => text));
  return Object.fromEntries(groups.map(([text, list = []]) => [text, list.length]));
}
