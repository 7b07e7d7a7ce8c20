// One worker whose sink is away while events go on coming: nothing may be lost, memory may not grow, and nobody has to
// help it up again.
import { startWorker, type Program } from './program.ts';
import { balance, until, type Balance, type Scene } from './scene.ts';
import { startUnreliableSink, type SinkState } from './unreliable-sink.ts';

/** What a worker showed at a time. */
export interface Sample {
  readonly state: SinkState;
  /** Since the outage began. */
  readonly seconds: number;
  readonly rssMb: number;
  /** Status of `/readyz`. */
  readonly ready: number;
  /** Messages in the queue that nobody works on, and messages in work. */
  readonly waiting: number;
  readonly inWork: number;
  /** Metrics of the worker. */
  readonly inFlightObjects: number;
  readonly objects: number;
  readonly deliveredAlerts: number;
  readonly sinkRetries: number;
}

export interface OutageOptions {
  /** Objects before the outage, and what each holds. */
  readonly objectsBefore: number;
  readonly recordsPerObject: number;
  readonly maxInFlight: number;
  /** How the sink is away, each until its turn is over. An object comes with every sample. */
  readonly phases: readonly { readonly state: SinkState; isOver(now: Sample): boolean }[];
  readonly sampleMs: number;
  onSample?(sample: Sample): void;
}

export interface OutageOutcome extends Balance {
  /** When the sink was up and the queue empty, and at every moment of the outage. */
  readonly before: Sample;
  readonly during: readonly Sample[];
  /** Seconds from the return of the sink to its first alert, and to the empty queue. */
  readonly recovery: { readonly firstAlert: number; readonly emptyQueue: number };
  readonly after: Sample;
  readonly exitCode: number | null;
}

/** Live through it. */
export async function sitOutOutage(
  scene: Scene,
  program: Program,
  options: OutageOptions,
): Promise<OutageOutcome> {
  const { recordsPerObject, maxInFlight, sampleMs } = options;
  const sink = await startUnreliableSink();
  const worker = startWorker(program, scene, {
    name: 'worker',
    sinkUrl: sink.url,
    maxInFlight,
    visibilitySeconds: 10,
  });
  let state: SinkState = 'up';
  let startedMs = performance.now();
  const seconds = (): number => (performance.now() - startedMs) / 1000;
  const sample = async (): Promise<Sample> => {
    worker.check();
    const url = worker.operationsUrl()!;
    const read = createMetricReader(await (await fetch(`${url}/metrics`)).text());
    const taken: Sample = {
      state,
      seconds: seconds(),
      rssMb: worker.readRssMb(),
      ready: (await fetch(`${url}/readyz`)).status,
      ...scene.countMessages(),
      inFlightObjects: read('in_flight_objects'),
      objects: read('ingest_objects_total'),
      deliveredAlerts: read('delivered_alerts_total'),
      sinkRetries: read('sink_retries_total'),
    };
    options.onSample?.(taken);
    return taken;
  };
  const isEmpty = (): boolean => {
    worker.check();
    const { waiting, inWork } = scene.countMessages();
    return waiting + inWork === 0 && worker.operationsUrl() !== undefined;
  };
  try {
    for (let object = 0; object < options.objectsBefore; object++) await scene.addObject(recordsPerObject);
    await until(isEmpty);
    startedMs = performance.now();
    const before = await sample();
    const during: Sample[] = [];
    for (const phase of options.phases) {
      state = phase.state;
      await sink.become(state);
      await until(async () => {
        await scene.addObject(recordsPerObject);
        during.push(await sample());
        return phase.isOver(during.at(-1)!);
      }, sampleMs);
    }
    const taken = sink.received.length;
    state = 'up';
    await sink.become(state);
    const backMs = seconds();
    await until(() => sink.received.length > taken);
    const firstAlert = seconds() - backMs;
    await until(isEmpty);
    const recovery = { firstAlert, emptyQueue: seconds() - backMs };
    const after = await sample();
    const exitCode = await worker.stop();
    const arrived = sink.received.map((body) => /event=([0-9a-f-]+)/.exec(body)?.[1] ?? body);
    return { ...balance(arrived, scene.expected), before, during, recovery, after, exitCode };
  } finally {
    worker.kill();
    await sink.close();
  }
}

/** The sum of a metric over its labels. */
function createMetricReader(text: string): (name: string) => number {
  const lines = text.split('\n');
  return (name) =>
    lines
      .filter((line) => new RegExp(`^windhover_${name}[ {]`).test(line))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
