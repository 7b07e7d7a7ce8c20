// `npm run chaos`: the promise of delivery, proven on real processes; docs/reference/delivery.md tells what and how.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { killReplay } from './kill-replay.ts';
import { killWorkers } from './kill-workers.ts';
import { sitOutOutage, type Sample } from './outage.ts';
import { shipped } from './program.ts';
import { createScene, type Balance, type Scene } from './scene.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    /** Time between kills, seconds; 0: none. */
    'kill-every': { type: 'string', default: '4' },
    /** The share of requests that the sink answers with 503. */
    'sink-failures': { type: 'string', default: '0.5' },
    /** Instead: the sink is away for so many seconds. */
    outage: { type: 'string' },
    /** Instead: a replay is killed so many times. */
    'replay-kills': { type: 'string' },
  },
});
const RECORDS_PER_OBJECT = 1000;
const FLAT_MB = 32;
/** What two polls may bring beyond the limit, which is looked at before. */
const POLLED = 2 * 10;

type Check = readonly [what: string, isGood: boolean];
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const root = fileURLToPath(new URL('../../', import.meta.url));
const built = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], {
  cwd: root,
  stdio: 'inherit',
});
if (built.status !== 0) process.exit(1);

const scene = await createScene();
try {
  const checks = await runScenario(scene);
  for (const [what, isGood] of checks) say(`${isGood ? 'ok    ' : 'FAILED'} ${what}`);
  const failed = checks.filter(([, isGood]) => !isGood).length;
  say(`${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} finally {
  await scene.close();
}

function runScenario(scene: Scene): Promise<readonly Check[]> {
  if (values.outage !== undefined) return runOutage(scene, Number(values.outage));
  if (values['replay-kills'] !== undefined) return runReplay(scene, Number(values['replay-kills']));
  return runKills(scene);
}

function checkBalance({ missing, unexpected, repeated }: Balance): Check[] {
  return [
    [`every expected alert arrived (${scene.expected.size} expected, ${missing} missing)`, missing === 0],
    [`none that was not expected (${unexpected}); ${repeated} were told again`, unexpected === 0],
  ];
}

async function runKills(scene: Scene): Promise<readonly Check[]> {
  const every = Number(values['kill-every']);
  const outcome = await killWorkers(scene, shipped, {
    records: Number(values.records),
    recordsPerObject: RECORDS_PER_OBJECT,
    workers: Number(values.workers),
    seed: Number(values.seed),
    visibilitySeconds: 10,
    sinkFailures: Number(values['sink-failures']),
    shouldKill: ({ kills, seconds }) => every > 0 && seconds > (kills + 1) * every,
  });
  const { deliveries, kills, seconds, putAside } = outcome;
  const total = Object.values(deliveries).reduce((sum, count) => sum + count, 0);
  say(`${values.records} records, ${values.workers} workers: ${kills} kills in ${seconds.toFixed(0)} s`);
  for (const [name, count] of Object.entries(deliveries))
    say(`${name}: ${count} deliveries, ${((100 * count) / total).toFixed(0)} %`);
  say(`max RSS of a worker in MB, by tenths of the work: ${outcome.maxRssMb.map(Math.round).join(' ')}`);
  say(`dead letters: ${JSON.stringify(outcome.deadLetters)}`);
  return [
    ...checkBalance(outcome),
    [`all ${scene.poison} poison objects and messages are in the dead letter`, putAside >= scene.poison],
    ['memory stayed flat after a fifth of the work', isFlat(outcome.maxRssMb)],
    ['every worker had work', Object.values(deliveries).every((count) => count > 0)],
    ['the workers ended with 0', outcome.exitCodes.every((code) => code === 0)],
  ];
}

/** Growth after the caches are full is a leak. Tenths in which nothing was measured are 0. */
function isFlat(maxRssMb: readonly number[]): boolean {
  return Math.max(...maxRssMb.slice(2)) <= Math.max(...maxRssMb.slice(0, 2)) + FLAT_MB;
}

async function runOutage(scene: Scene, lengthSeconds: number): Promise<readonly Check[]> {
  const maxInFlight = 16;
  const states = ['refuses', 'answers 503', 'hangs'] as const;
  const outcome = await sitOutOutage(scene, shipped, {
    objectsBefore: Math.ceil(Number(values.records) / RECORDS_PER_OBJECT),
    recordsPerObject: RECORDS_PER_OBJECT,
    maxInFlight,
    phases: states.map((state, index) => ({
      state,
      isOver: ({ seconds }) => seconds >= ((index + 1) / states.length) * lengthSeconds,
    })),
    sampleMs: 2000,
    onSample: (sample) => say(describeSample(sample)),
  });
  const { before, during, after, recovery } = outcome;
  const growth = Math.max(...during.map(({ rssMb }) => rssMb)) - before.rssMb;
  const taken = Math.max(...during.map(({ objects }) => objects)) - before.objects;
  const waiting = during.at(-1)!.waiting;
  say(
    `recovery: first alert after ${recovery.firstAlert.toFixed(1)} s, queue empty after ${recovery.emptyQueue.toFixed(1)} s`,
  );
  return [
    ...checkBalance(outcome),
    [
      `ingest stood still: ${taken} objects taken, ${waiting} messages left in the queue`,
      taken < maxInFlight + POLLED,
    ],
    [
      `memory stayed flat: ${before.rssMb.toFixed(0)} MB before, at most ${growth.toFixed(0)} MB more during`,
      growth <= FLAT_MB,
    ],
    ['/readyz said ready throughout', during.every(({ ready }) => ready === 200)],
    [
      `recovered by itself: ${after.waiting + after.inWork} messages left`,
      after.waiting + after.inWork === 0,
    ],
    ['the worker ended with 0', outcome.exitCode === 0],
  ];
}

function describeSample(sample: Sample): string {
  return [
    `${sample.seconds.toFixed(0).padStart(4)} s  sink ${sample.state.padEnd(11)}`,
    `RSS ${sample.rssMb.toFixed(0).padStart(3)} MB`,
    `queue ${sample.waiting} waiting, ${sample.inWork} in work`,
    `objects ${sample.objects}, in flight ${sample.inFlightObjects}`,
    `alerts ${sample.deliveredAlerts}, retries ${sample.sinkRetries}`,
    `readyz ${sample.ready}`,
  ].join('  ');
}

async function runReplay(scene: Scene, kills: number): Promise<readonly Check[]> {
  const outcome = await killReplay(scene, shipped, {
    objects: Math.ceil(Number(values.records) / RECORDS_PER_OBJECT),
    recordsPerObject: RECORDS_PER_OBJECT,
    kills,
    workers: Number(values.workers),
    seed: Number(values.seed),
  });
  say(`killed when the file held ${outcome.killedAt.join(', ')} alerts`);
  return [...checkBalance(outcome), ['the last run ended with 0', outcome.exitCode === 0]];
}
