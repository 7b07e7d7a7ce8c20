// The scenarios of `npm run chaos` in small, bounded by events instead of time.
import { describe, expect, it, onTestFinished } from 'vitest';
import { killReplay } from './kill-replay.ts';
import { killWorkers } from './kill-workers.ts';
import { sitOutOutage } from './outage.ts';
import { createQuickProgram } from './program.ts';
import { createScene, type Scene } from './scene.ts';

/** Gone when the test is over, however it ended. */
async function openScene(): Promise<Scene> {
  const scene = await createScene();
  onTestFinished(() => scene.close());
  return scene;
}

describe('real processes', { timeout: 120_000 }, () => {
  it('share a queue and lose nothing when they are killed', async () => {
    const scene = await openScene();
    const outcome = await killWorkers(scene, createQuickProgram(scene.folder), {
      records: 6000,
      recordsPerObject: 100,
      workers: 2,
      seed: 1,
      visibilitySeconds: 10,
      sinkFailures: 0.5,
      shouldKill: ({ kills, delivered }) => kills < 2 && delivered > 15 * (kills + 1),
    });
    expect(outcome).toMatchObject({ missing: 0, unexpected: 0, kills: 2, exitCodes: [0, 0] });
    expect(outcome.deadLetters).toMatchObject({ 'damaged-gzip': 3, 'not-json': 3 });
    expect(Math.min(...Object.values(outcome.deliveries))).toBeGreaterThan(0);
  });

  it('sit out a sink that is away, taking no more than they may hold', async () => {
    const scene = await openScene();
    const states = ['refuses', 'answers 503', 'hangs'] as const;
    let retries = 0;
    const outcome = await sitOutOutage(scene, createQuickProgram(scene.folder), {
      objectsBefore: 2,
      recordsPerObject: 100,
      maxInFlight: 4,
      phases: states.map((state) => ({
        state,
        isOver: ({ sinkRetries, waiting }) => {
          const isOver = state === 'hangs' ? waiting > 4 : sinkRetries > retries + 1;
          if (isOver) retries = sinkRetries;
          return isOver;
        },
      })),
      sampleMs: 20,
    });
    const { before, during, after } = outcome;
    expect(outcome).toMatchObject({ missing: 0, unexpected: 0, exitCode: 0 });
    expect(new Set(during.map(({ ready }) => ready))).toEqual(new Set([200]));
    // The limit of the queue is looked at before a poll: two polls may bring ten messages each at once.
    const taken = Math.max(...during.map(({ objects }) => objects)) - before.objects;
    expect(taken).toBeGreaterThanOrEqual(4);
    expect(taken).toBeLessThan(4 + 2 * 10);
    expect(Math.max(...during.map(({ deliveredAlerts }) => deliveredAlerts))).toBe(before.deliveredAlerts);
    expect(after).toMatchObject({ waiting: 0, inWork: 0 });
  });

  it('replay to the same alerts as one run when they are killed again and again', async () => {
    const scene = await openScene();
    const outcome = await killReplay(scene, createQuickProgram(scene.folder), {
      objects: 40,
      recordsPerObject: 300,
      kills: 3,
      workers: 2,
      seed: 1,
    });
    expect(outcome).toMatchObject({ missing: 0, unexpected: 0, exitCode: 0 });
  });
});
