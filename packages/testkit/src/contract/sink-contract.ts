// What every sink must do (docs/reference/component-contract.md), as cases that run against any of them.

import { deepStrictEqual as same, match, ok, rejects } from 'node:assert/strict';
import type { Sink } from '@windhover/pipeline';
import { createAlert } from '../evaluation/create-line-evaluator.ts';

/** A sink and its other side. Each case gets a fresh one. */
export interface SinkHarness {
  open(): Sink;
  /** What the other side has, in order: texts in each of which the id of its alert stands. */
  received(): Promise<readonly string[]>;
  /** Let the next delivery fail, where the other side can be made to. */
  failNext?(): void;
  close(): Promise<void>;
}

/** A demand on every sink. */
export interface SinkCase {
  readonly name: string;
  /** Whether it needs an other side that can fail. */
  readonly needsFailure: boolean;
  run(harness: SinkHarness): Promise<void>;
}

const alerts = ['alert-a', 'alert-b', 'alert-c'].map(createAlert);
const going = (): AbortSignal => new AbortController().signal;

/** The demands. */
export const sinkContract: readonly SinkCase[] = [
  {
    name: 'has a component name',
    needsFailure: false,
    run: async (harness) => match(harness.open().name, /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/),
  },
  {
    name: 'resolves when the other side has every alert, in order',
    needsFailure: false,
    async run(harness) {
      const sink = harness.open();
      await sink.deliver(alerts, going());
      await expectReceived(harness, ['alert-a', 'alert-b', 'alert-c']);
      await sink.close();
    },
  },
  {
    name: 'takes the same alerts again',
    needsFailure: false,
    async run(harness) {
      const sink = harness.open();
      await sink.deliver(alerts.slice(0, 1), going());
      await sink.deliver(alerts.slice(0, 1), going());
      ok((await harness.received()).every((text) => text.includes('alert-a')));
      await sink.close();
    },
  },
  {
    name: 'rejects when the other side fails, and works again afterwards',
    needsFailure: true,
    async run(harness) {
      const sink = harness.open();
      harness.failNext?.();
      await rejects(sink.deliver(alerts.slice(0, 1), going()));
      await sink.deliver(alerts.slice(0, 1), going());
      ok((await harness.received()).some((text) => text.includes('alert-a')));
      await sink.close();
    },
  },
  {
    name: 'closes twice and without having delivered',
    needsFailure: false,
    async run(harness) {
      const sink = harness.open();
      await sink.close();
      await sink.close();
    },
  },
];

async function expectReceived(harness: SinkHarness, ids: readonly string[]): Promise<void> {
  const text = (await harness.received()).join('\n');
  const places = ids.map((id) => text.indexOf(id));
  ok(!places.includes(-1), `not all alerts arrived: ${text}`);
  same(
    places,
    [...places].sort((a, b) => a - b),
  );
}
