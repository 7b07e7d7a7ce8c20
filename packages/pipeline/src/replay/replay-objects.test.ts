import { createLineEvaluator, createVirtualClock } from '@windhover/testkit';
import { describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import type { ByteStream, Ingest, IngestObject } from '../contract.ts';
import { ObjectUnavailableError } from '../delivery-errors.ts';
import { defaultReadLimits } from '../evaluation/evaluate-object.ts';
import { createLocalEvaluations } from '../evaluation/object-evaluations.ts';
import { replayObjects } from './replay-objects.ts';

interface Settled {
  readonly settled: string[];
  readonly ingest: Ingest;
}

function createIngest(objects: readonly Pick<IngestObject, 'bytes' | 'encoding'>[]): Settled {
  const settled: string[] = [];
  return {
    settled,
    ingest: {
      name: 'list',
      async *read() {
        for (const [index, object] of objects.entries()) {
          yield {
            ...object,
            origin: { ingest: 'list', name: `${index}` },
            ack: async () => void settled.push(`ack ${index}`),
            nack: async () => void settled.push(`nack ${index}`),
          };
        }
      },
      close: async () => undefined,
    },
  };
}

function createFailingBytes(
  failures: number,
  reason: string,
  isTemporary: boolean,
  text: string,
): ByteStream {
  let calls = 0;
  return {
    async *[Symbol.asyncIterator]() {
      yield Buffer.from(text);
      if (++calls <= failures) throw new ObjectUnavailableError(reason, reason, { isTemporary });
    },
  };
}

async function replay(
  objects: readonly Pick<IngestObject, 'bytes' | 'encoding'>[],
  compatibility: 'strict' | 'fixed' = 'fixed',
  maxInMemoryBytes = 1000,
) {
  const clock = createVirtualClock(0, { isEager: true });
  const evaluator = createLineEvaluator();
  const { ingest, settled } = createIngest(objects);
  const alerts: string[] = [];
  const summary = await replayObjects({
    ingest,
    evaluations: createLocalEvaluations(
      () => evaluator,
      { ...defaultReadLimits, compatibility, maxInMemoryBytes },
      clock,
    ),
    onAlert: (alert) => void alerts.push(alert.alert.id),
    clock,
  });
  return { alerts, settled, summary };
}

const text = 'alert a\nnothing\nbad line\nalert b\n';
const damaged = gzipSync(text);
damaged[damaged.length - 8]! ^= 1;

describe('replayObjects', () => {
  it('gives alerts in input order, acknowledges and adds up', async () => {
    const { alerts, settled, summary } = await replay([
      { bytes: Buffer.from(text) },
      { bytes: gzipSync('alert c') },
      { bytes: Buffer.alloc(0) },
    ]);
    expect(alerts).toEqual(['a', 'b', 'c']);
    expect(settled).toEqual(['ack 0', 'ack 1', 'ack 2']);
    expect(summary).toMatchObject({
      objects: 3,
      records: 4,
      alerts: 3,
      alertsByRule: { 'Line says alert': 3 },
      skippedRecords: { 'not-json': 1 },
      skippedObjects: {},
      inflatedBytes: text.length + 7,
    });
  });

  it.each([
    ['in memory', 1000],
    ['streamed', 10],
  ])('counts a damaged gzip: %s', async (_, maxInMemoryBytes) => {
    const bytes: ByteStream = {
      size: damaged.length,
      async *[Symbol.asyncIterator]() {
        yield damaged;
      },
    };
    const fixed = await replay([{ bytes }, { bytes: Buffer.from('alert z') }], 'fixed', maxInMemoryBytes);
    expect(fixed.alerts).toEqual(['a', 'b', 'z']);
    expect(fixed.summary.skippedObjects).toEqual({ 'damaged-gzip': 1 });
    const strict = await replay([{ bytes }, { bytes: Buffer.from('alert z') }], 'strict', maxInMemoryBytes);
    expect(strict.alerts).toEqual(['z']);
    expect(strict.summary).toMatchObject({
      records: 1,
      skippedRecords: {},
      skippedObjects: { 'damaged-gzip': 1 },
    });
  });

  it('believes a declared encoding', async () => {
    const { alerts, summary } = await replay([
      { bytes: Buffer.from('alert a'), encoding: 'gzip' },
      { bytes: Buffer.from('alert b'), encoding: 'identity' },
    ]);
    expect(alerts).toEqual(['b']);
    expect(summary.skippedObjects).toEqual({ 'damaged-gzip': 1 });
  });

  it('tells no alert twice when an object is read again', async () => {
    const { alerts, settled } = await replay([
      { bytes: createFailingBytes(2, 'slow-down', true, 'alert a\nalert b\nalert c\n') },
    ]);
    expect(alerts).toEqual(['a', 'b', 'c']);
    expect(settled).toEqual(['ack 0']);
  });

  it('leaves out what is gone and goes on', async () => {
    const { alerts, settled, summary } = await replay([
      { bytes: createFailingBytes(Infinity, 'object-gone', false, '') },
      { bytes: Buffer.from('alert a') },
    ]);
    expect(alerts).toEqual(['a']);
    expect(settled).toEqual(['ack 0', 'ack 1']);
    expect(summary.skippedObjects).toEqual({ 'object-gone': 1 });
  });

  it('ends with an error that does not pass, and acknowledges nothing of it', async () => {
    const { ingest, settled } = createIngest([{ bytes: Buffer.from('throw') }]);
    const evaluator = createLineEvaluator();
    const clock = createVirtualClock();
    const evaluations = createLocalEvaluations(() => evaluator, defaultReadLimits, clock);
    await expect(replayObjects({ ingest, evaluations, onAlert: () => undefined, clock })).rejects.toThrow(
      'broken',
    );
    expect(settled).toEqual(['nack 0']);
  });
});
