import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestObject, RenderedAlert } from '../contract.ts';
import { ObjectUnavailableError } from '../delivery-errors.ts';
import { defaultReadLimits } from '../evaluation/evaluate-object.ts';
import { replayObjects } from '../replay/replay-objects.ts';
import {
  createWorkerEvaluations,
  type WorkerEvaluations,
  type WorkerPoolOptions,
} from './worker-evaluations.ts';

let directory: string;
let pool: WorkerEvaluations;
const crashes: boolean[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'windhover-pool-'));
  crashes.length = 0;
});
afterEach(async () => {
  await pool.close();
  rmSync(directory, { recursive: true });
});

async function start(options: Partial<WorkerPoolOptions> = {}): Promise<void> {
  pool = await createWorkerEvaluations({
    module: new URL('../../../testkit/src/evaluation/thread-evaluator.ts', import.meta.url).href,
    data: 'v1',
    workers: 2,
    limits: { ...defaultReadLimits, maxInMemoryBytes: 200 },
    execArgv: ['--conditions=@windhover/source'],
    onCrash: (_, __, willRetry) => void crashes.push(willRetry),
    ...options,
  });
}

async function evaluate(bytes: IngestObject['bytes']) {
  const ids: string[] = [];
  const deliver = async (alerts: readonly RenderedAlert[]): Promise<void> =>
    void ids.push(...alerts.map(({ alert }) => alert.id));
  const report = await pool.evaluate({ origin: { ingest: 'test', name: 'x' }, bytes }, deliver);
  return { ids, report };
}

const text = 'alert a\nbad\nnothing\nalert b';
const stream = (bytes: Uint8Array, more: object = {}) => ({
  ...more,
  async *[Symbol.asyncIterator]() {
    for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
  },
});

describe('createWorkerEvaluations', () => {
  it('evaluates bytes, streams and files, gzip or not', async () => {
    await start();
    const path = join(directory, 'x.gz');
    writeFileSync(path, gzipSync(text));
    const forms = [
      Buffer.from(text),
      gzipSync(text),
      stream(gzipSync(text)),
      stream(Buffer.from(text), { size: text.length }),
      stream(Buffer.from(text), { isOnceOnly: true }),
      { path, ...stream(Buffer.from('not read here')) },
    ];
    for (const bytes of forms) {
      const { ids, report } = await evaluate(bytes);
      expect(ids).toEqual(['a', 'b']);
      expect(report).toMatchObject({
        records: 3,
        skips: { 'not-json': { count: 1 } },
        alerts: { 'Line says alert': 2 },
      });
    }
  });

  it('gives the same alerts in the same order for any number of workers', async () => {
    const objects = Array.from({ length: 40 }, (_, index) => {
      const lines = Array.from({ length: (index * 7) % 30 }, (_, line) => `alert ${index}-${line}`);
      return Buffer.from(lines.join('\n'));
    });
    const outputs: string[][] = [];
    for (const workers of [1, 2, 3]) {
      await start({ workers });
      const ids: string[] = [];
      const ingest = {
        name: 'list',
        async *read() {
          for (const [index, bytes] of objects.entries()) {
            const origin = { ingest: 'list', name: `${index}` };
            yield { origin, bytes, ack: async () => undefined, nack: async () => undefined };
          }
        },
        close: async () => undefined,
      };
      await replayObjects({ ingest, evaluations: pool, onAlert: ({ alert }) => void ids.push(alert.id) });
      outputs.push(ids);
      if (workers < 3) await pool.close();
    }
    expect(outputs[1]).toEqual(outputs[0]);
    expect(outputs[2]).toEqual(outputs[0]);
  });

  it('uses one worker where the order of records matters', async () => {
    await start({ data: 'ordered', workers: 4 });
    expect(pool.width).toBe(2);
  });

  it('hands on failures of reading, evaluating and delivering, and goes on', async () => {
    await start({ workers: 1 });
    const gone = {
      async *[Symbol.asyncIterator]() {
        yield Buffer.from('alert a');
        throw new ObjectUnavailableError('object-gone', 'no', { isTemporary: false });
      },
    };
    await expect(evaluate(gone)).rejects.toMatchObject({ reason: 'object-gone', isTemporary: false });
    const missing = { path: join(directory, 'none'), ...gone };
    await expect(evaluate(missing)).rejects.toMatchObject({ reason: 'object-gone', isTemporary: false });
    await expect(evaluate(Buffer.from('throw'))).rejects.toThrow('the evaluator is broken');
    const object = { origin: { ingest: 'test', name: 'x' }, bytes: Buffer.from(text) };
    await expect(pool.evaluate(object, () => Promise.reject(new Error('sink down')))).rejects.toThrow(
      'sink down',
    );
    expect((await evaluate(Buffer.from(text))).ids).toEqual(['a', 'b']);
    expect(crashes).toEqual([]);
  });

  it('replaces a worker that crashed and tries its object once more', async () => {
    await start({ workers: 1 });
    const poison = `alert a\n\n${' '.repeat(20)}\nexit-once ${join(directory, 'marker')}\nalert b`;
    expect((await evaluate(Buffer.from(poison))).ids).toEqual(['a', 'b']);
    expect(crashes).toEqual([true]);
  });

  it.each(['exit', 'hog'])('gives up an object that crashes its worker again: %s', async (word) => {
    await start({ workers: 1, maxHeapMb: 40 });
    const { report } = await evaluate(Buffer.from(`${word}\n`));
    expect(report.damage?.reason).toBe('worker-crashed');
    expect(crashes).toEqual([true, false]);
    expect((await evaluate(Buffer.from(text))).ids).toEqual(['a', 'b']);
  });

  it('reloads all workers or none, and ends what is in work as it began', async () => {
    await start();
    const running = evaluate(Buffer.from(text));
    await expect(pool.reload('broken')).rejects.toThrow('these rules do not load');
    await pool.reload('ordered');
    expect(pool.width).toBe(2);
    expect((await running).ids).toEqual(['a', 'b']);
    expect((await evaluate(Buffer.from(text))).ids).toEqual(['a', 'b']);
  });

  it('ends the threads that a reload was still starting when it is closed', async () => {
    const countThreads = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'MessagePort').length;
    const before = countThreads();
    await start();
    expect(countThreads()).toBeGreaterThan(before);
    const reloading = pool.reload('v2');
    await pool.close();
    await reloading;
    expect(countThreads()).toBe(before);
  });
});
