import { createLineEvaluator, createVirtualClock, type VirtualClock } from '@windhover/testkit';
import { describe, expect, it } from 'vitest';
import type { Delivery, Ingest, IngestObject, RenderedAlert, Sink } from '../contract.ts';
import type { DeadLetter, DeadLetterEntry } from '../dead-letter/dead-letter.ts';
import {
  DeliveryIncompleteError,
  DeliveryPostponedError,
  DeliveryRefusedError,
  ObjectUnavailableError,
} from '../delivery-errors.ts';
import { defaultReadLimits } from '../evaluation/evaluate-object.ts';
import { createLocalEvaluations } from '../evaluation/object-evaluations.ts';
import { silentTelemetry } from '../telemetry.ts';
import { runPipeline, type PipelineOptions } from './run-pipeline.ts';

/** What happened, in order, and the parts of a pipeline that write it. */
class Stage {
  readonly log: string[] = [];
  readonly clock: VirtualClock = createVirtualClock(0, { isEager: true });
  readonly stop = new AbortController();
  readonly dead: DeadLetterEntry[] = [];

  createObject(name: string, bytes: IngestObject['bytes'], delivery?: Delivery): IngestObject {
    return {
      origin: { ingest: 'list', name },
      bytes,
      ...(delivery !== undefined && { delivery }),
      ack: async () => void this.log.push(`ack ${name}`),
      nack: async () => void this.log.push(`nack ${name}`),
    };
  }

  createIngest(objects: readonly (string | IngestObject | Error)[], name = 'list'): Ingest {
    const left = [...objects];
    return {
      name,
      read: async function* (this: Stage): AsyncGenerator<IngestObject> {
        while (left.length > 0) {
          const next = left.shift()!;
          if (next instanceof Error) throw next;
          yield typeof next === 'string' ? this.createObject(next, Buffer.from(next)) : next;
        }
      }.bind(this),
      close: async () => undefined,
    };
  }

  createSink(failures: readonly (Error | undefined)[] = [], name = 'list'): Sink {
    const left = [...failures];
    return {
      name,
      deliver: async (alerts: readonly RenderedAlert[]) => {
        const failure = left.shift();
        this.log.push(
          `${failure === undefined ? name : 'fail'} ${alerts.map(({ alert }) => alert.id).join(' ')}`,
        );
        if (failure !== undefined) throw failure;
      },
      close: async () => undefined,
    };
  }

  readonly deadLetter: DeadLetter = {
    put: async (entry) => {
      this.dead.push(entry);
      this.log.push(`dead ${entry.reason}`);
    },
    close: async () => undefined,
  };

  run(ingests: readonly Ingest[], sinks: PipelineOptions['sinks'], more: Partial<PipelineOptions> = {}) {
    const evaluator = createLineEvaluator();
    return runPipeline({
      ingests,
      sinks,
      evaluations: createLocalEvaluations(() => evaluator, defaultReadLimits, this.clock),
      deadLetter: this.deadLetter,
      signal: this.stop.signal,
      clock: this.clock,
      random: () => 0.5,
      ...more,
    });
  }
}

describe('runPipeline', () => {
  it('acknowledges an object after all its alerts are delivered, and one without alerts as well', async () => {
    const stage = new Stage();
    await stage.run([stage.createIngest(['alert a\nalert b\n', 'nothing'])], [{ sink: stage.createSink() }]);
    expect(stage.log).toEqual(['list a b', 'ack alert a\nalert b\n', 'ack nothing']);
  });

  it('waits for every required sink and for no other', async () => {
    const stage = new Stage();
    const failing = stage.createSink(
      Array.from({ length: 3 }, () => new Error('down')),
      'slow',
    );
    const optional = stage.createSink(
      Array.from({ length: 50 }, () => new Error('down')),
      'optional',
    );
    await stage.run(
      [stage.createIngest(['alert a'])],
      [{ sink: failing }, { sink: optional, isRequired: false }],
    );
    const ack = stage.log.indexOf('ack alert a');
    expect(stage.log.indexOf('slow a')).toBeLessThan(ack);
    expect(stage.log).not.toContain('optional a');
    expect(stage.log.filter((line) => line.startsWith('ack'))).toHaveLength(1);
  });

  it('waits as long as the other side asks for', async () => {
    const stage = new Stage();
    const sink = stage.createSink([new DeliveryPostponedError('later', 60_000)]);
    await stage.run([stage.createIngest(['alert a'])], [{ sink }]);
    expect(stage.clock.nowMs()).toBe(60_000);
  });

  it('tries again soon when a part was delivered: the other side is there', async () => {
    const stage = new Stage();
    const sink = stage.createSink([
      new Error('down'),
      ...Array.from({ length: 10 }, () => new DeliveryIncompleteError('503')),
    ]);
    await stage.run([stage.createIngest(['alert a'])], [{ sink }]);
    expect(stage.log.at(-1)).toBe('ack alert a');
    expect(stage.clock.nowMs()).toBeLessThan(11 * 250);
  });

  it('puts aside only the alert that a sink refuses', async () => {
    const stage = new Stage();
    const sink: Sink = {
      name: 'picky',
      deliver: async (alerts) => {
        if (alerts.some(({ alert }) => alert.id === 'b')) throw new DeliveryRefusedError('no b');
        stage.log.push(...alerts.map(({ alert }) => alert.id));
      },
      close: async () => undefined,
    };
    await stage.run([stage.createIngest(['alert a\nalert b\nalert c'])], [{ sink }]);
    expect(stage.log).toEqual(['a', 'c', 'dead refused-by-sink', 'ack alert a\nalert b\nalert c']);
    expect(stage.dead[0]?.alerts?.map(({ alert }) => alert.id)).toEqual(['b']);
  });

  it('does not tell a redelivered alert again, within the window', async () => {
    const stage = new Stage();
    await stage.run([stage.createIngest(['alert a', 'alert a\nalert b'])], [{ sink: stage.createSink() }]);
    expect(stage.log).toEqual(['list a', 'ack alert a', 'list b', 'ack alert a\nalert b']);
    const late = new Stage();
    const window = { capacity: 10, windowMs: 0 };
    await late.run([late.createIngest(['alert a', 'alert a'])], [{ sink: late.createSink() }], {
      seenAlerts: window,
    });
    expect(late.log.filter((line) => line === 'list a')).toHaveLength(2);
  });

  it('puts poison aside and goes on', async () => {
    const stage = new Stage();
    const damaged = stage.createObject('damaged', Buffer.from([0x1f, 0x8b, 0, 0]));
    await stage.run(
      [stage.createIngest(['alert a\nbad x', damaged, 'alert b'])],
      [{ sink: stage.createSink() }],
    );
    expect(stage.dead.map(({ reason, origin, skips }) => [reason, origin.name, skips])).toEqual([
      ['not-json', 'alert a\nbad x', { 'not-json': 1 }],
      ['damaged-gzip', 'damaged', {}],
    ]);
    expect(Buffer.from(stage.dead[0]!.bytes!).toString()).toBe('alert a\nbad x');
    expect(stage.log.filter((line) => line.startsWith('ack'))).toHaveLength(3);
  });

  const gone = (reason: string, isTemporary: boolean): IngestObject['bytes'] => ({
    async *[Symbol.asyncIterator]() {
      yield Buffer.from('');
      throw new ObjectUnavailableError(reason, 'no', { isTemporary });
    },
  });
  it.each([
    ['gone', gone('object-gone', false), undefined, ['dead object-gone', 'ack x']],
    ['forbidden', gone('object-forbidden', false), undefined, ['nack x']],
    [
      'forbidden for the last time',
      gone('object-forbidden', false),
      { attempt: 5, isLast: true },
      ['dead object-forbidden', 'ack x'],
    ],
    ['not readable now', gone('slow-down', true), { attempt: 1, isLast: false }, ['nack x']],
    ['breaking the evaluator', Buffer.from('throw'), undefined, ['nack x']],
    [
      'breaking the evaluator for the last time',
      Buffer.from('throw'),
      { attempt: 5, isLast: true },
      ['dead evaluation-failed', 'ack x'],
    ],
  ] as const)('settles an object that is %s', async (_, bytes, delivery, expected) => {
    const stage = new Stage();
    await stage.run([stage.createIngest([stage.createObject('x', bytes, delivery)])], []);
    expect(stage.log).toEqual(expected);
  });

  it.each([
    ['skip', ['ack x']],
    ['release', ['nack x']],
    ['dead-letter', ['dead object-gone', 'ack x']],
  ] as const)('does with an unreadable object what its ingest says: %s', async (policy, expected) => {
    const stage = new Stage();
    const object = stage.createObject('x', gone('object-gone', false));
    await stage.run([stage.createIngest([{ ...object, whenUnavailable: { 'object-gone': policy } }])], []);
    expect(stage.log).toEqual(expected);
  });

  it('releases an object whose poison cannot be put aside', async () => {
    const stage = new Stage();
    const deadLetter: DeadLetter = {
      put: () => Promise.reject(new Error('disk full')),
      close: async () => undefined,
    };
    await stage.run([stage.createIngest(['bad'])], [], { deadLetter });
    expect(stage.log).toEqual(['nack bad']);
  });

  it('starts a failed ingest again and lets the others go on', async () => {
    const stage = new Stage();
    const failing = stage.createIngest(
      ['alert a', new Error('lost'), new Error('lost'), 'alert b'],
      'failing',
    );
    await stage.run([failing, stage.createIngest(['alert c'])], [{ sink: stage.createSink() }]);
    expect(stage.log.filter((line) => line.startsWith('ack')).sort()).toEqual([
      'ack alert a',
      'ack alert b',
      'ack alert c',
    ]);
  });

  it('takes no more objects than it may hold while a sink is down', async () => {
    const stage = new Stage();
    let given = 0;
    const ingest: Ingest = {
      name: 'endless',
      async *read(signal) {
        while (!signal.aborted) yield stage.createObject(`${++given}`, Buffer.from(`alert ${given}`));
      },
      close: async () => undefined,
    };
    const clock = createVirtualClock();
    const sink: Sink = {
      name: 'down',
      deliver: () => Promise.reject(new Error('down')),
      close: async () => undefined,
    };
    const running = stage.run([ingest], [{ sink }], { clock, maxInFlightObjects: 4, drainDeadlineMs: 1000 });
    await clock.advance(300_000);
    // One more is read and waits for room.
    expect(given).toBe(5);
    stage.stop.abort();
    await clock.advance(999);
    expect(stage.log.filter((line) => line !== 'nack 5')).toEqual([]);
    await clock.advance(1);
    expect(await running).toEqual({ released: 4 });
    expect(stage.log.sort()).toEqual(['nack 1', 'nack 2', 'nack 3', 'nack 4', 'nack 5']);
  });

  it('tells how many objects it holds, and none when none is left', async () => {
    const stage = new Stage();
    const held: number[] = [];
    const metrics = {
      ...silentTelemetry.metrics,
      set: (name: string, _: object, value: number) =>
        void (name === 'in_flight_objects' && held.push(value)),
    };
    const released = stage.createObject('x', Buffer.from('throw'));
    await stage.run([stage.createIngest(['alert a', released])], [{ sink: stage.createSink() }], {
      telemetry: { ...silentTelemetry, metrics },
    });
    expect([Math.max(...held), held.at(-1)]).toEqual([2, 0]);
  });

  it('finishes what is in flight when it is stopped', async () => {
    const stage = new Stage();
    const ingest: Ingest = {
      name: 'stopping',
      async *read() {
        yield stage.createObject('x', Buffer.from('alert x'));
        stage.stop.abort();
      },
      close: async () => undefined,
    };
    const clock = createVirtualClock();
    const running = stage.run([ingest], [{ sink: stage.createSink([new Error('once')]) }], { clock });
    await clock.advance(1000);
    expect(await running).toEqual({ released: 0 });
    expect(stage.log).toEqual(['fail x', 'list x', 'ack x']);
  });
});
