// What every ingest must do (docs/reference/component-contract.md), as cases that run against any of them.

import { deepStrictEqual as same, match, ok } from 'node:assert/strict';
import type { Ingest, IngestObject } from '@windhover/pipeline';

/** One ingest with something to read, as a case needs it. Each case gets a fresh one. */
export interface IngestHarness {
  /** Put contents where the ingest finds them. */
  put(contents: readonly string[]): Promise<void>;
  /** A fresh reading of the same place, as after a restart. */
  open(): Ingest;
  /** What was not acknowledged is due again: time has passed, or the process has started anew. */
  becomeDue(): Promise<void>;
  close(): Promise<void>;
}

/** What kind of input the ingest reads. */
export interface IngestTraits {
  /** The input ends by itself; otherwise the ingest waits for more. */
  readonly isFinite: boolean;
  /** The other side, or a checkpoint, remembers what was acknowledged. */
  readonly remembers: boolean;
}

/** A demand on every ingest. */
export interface IngestCase {
  readonly name: string;
  /** Whether it can be asked of such an ingest. */
  applies(traits: IngestTraits): boolean;
  run(harness: IngestHarness): Promise<void>;
}

const always = (): boolean => true;
const contents = ['first', 'second', 'third'];

/** The demands. */
export const ingestContract: readonly IngestCase[] = [
  {
    name: 'has a component name',
    applies: always,
    run: async (harness) => match(harness.open().name, /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/),
  },
  {
    name: 'brings each object once, with its bytes and a name of its own',
    applies: always,
    async run(harness) {
      await harness.put(contents);
      const ingest = harness.open();
      const objects = await takeAll(ingest, contents.length);
      same((await Promise.all(objects.map(readText))).sort(), [...contents].sort());
      same(new Set(objects.map(({ origin }) => origin.name)).size, contents.length);
      for (const { origin } of objects) same(origin.ingest, ingest.name);
      await settleAll(objects, true);
    },
  },
  {
    name: 'gives the same bytes to a second reading',
    applies: always,
    async run(harness) {
      await harness.put(contents);
      const objects = await takeAll(harness.open(), contents.length);
      for (const object of objects) {
        if (!(object.bytes instanceof Uint8Array) && object.bytes.isOnceOnly === true) continue;
        same(await readText(object), await readText(object));
      }
      await settleAll(objects, true);
    },
  },
  {
    name: 'tells no size that is wrong',
    applies: always,
    async run(harness) {
      await harness.put(contents);
      const objects = await takeAll(harness.open(), contents.length);
      for (const object of objects) {
        const size = object.bytes instanceof Uint8Array ? undefined : object.bytes.size;
        if (size !== undefined) same(size, (await readText(object)).length);
      }
      await settleAll(objects, true);
    },
  },
  {
    name: 'ends when its input ends',
    applies: ({ isFinite }) => isFinite,
    async run(harness) {
      await harness.put(contents);
      const objects = await takeAll(harness.open(), contents.length + 1);
      same(objects.length, contents.length);
      await settleAll(objects, true);
    },
  },
  {
    name: 'ends when it is told to, while it waits and while it has more',
    applies: always,
    async run(harness) {
      await harness.put(contents);
      const abort = new AbortController();
      const reading = harness.open().read(abort.signal)[Symbol.asyncIterator]();
      const first = await reading.next();
      ok(first.done !== true);
      abort.abort();
      const rest: IngestObject[] = [];
      for (let next = await reading.next(); next.done !== true; next = await reading.next())
        rest.push(next.value);
      ok(rest.length < contents.length + 1);
      await settleAll(rest, false);
      await settleAll([first.value], true);
    },
  },
  {
    name: 'does not bring again what was acknowledged',
    applies: ({ remembers }) => remembers,
    async run(harness) {
      await harness.put(contents);
      await settleAll(await takeAll(harness.open(), contents.length), true);
      await harness.becomeDue();
      await harness.put(['fourth']);
      const [object] = await takeAll(harness.open(), 1);
      same(await readText(object!), 'fourth');
      await settleAll([object!], true);
    },
  },
  {
    name: 'brings again what was not acknowledged',
    applies: always,
    async run(harness) {
      await harness.put(contents);
      await settleAll(await takeAll(harness.open(), contents.length), false);
      await harness.becomeDue();
      const again = await takeAll(harness.open(), contents.length);
      same((await Promise.all(again.map(readText))).sort(), [...contents].sort());
      await settleAll(again, true);
    },
  },
  {
    name: 'settles after it has ended',
    applies: ({ remembers }) => remembers,
    async run(harness) {
      await harness.put(['only']);
      const ingest = harness.open();
      const objects = await takeAll(ingest, 1);
      await settleAll(objects, true);
      await ingest.close();
      await harness.becomeDue();
      await harness.put(['next']);
      const [next] = await takeAll(harness.open(), 1);
      same(await readText(next!), 'next');
      await settleAll([next!], true);
    },
  },
];

/** Up to `count` objects; then the reading is stopped, as the pipeline does it. */
async function takeAll(ingest: Ingest, count: number): Promise<IngestObject[]> {
  const abort = new AbortController();
  const objects: IngestObject[] = [];
  for await (const object of ingest.read(abort.signal)) {
    if (objects.length < count) objects.push(object);
    else await object.nack(new Error('not wanted any more'));
    if (objects.length === count) abort.abort();
  }
  return objects;
}

async function settleAll(objects: readonly IngestObject[], isDelivered: boolean): Promise<void> {
  await Promise.all(
    objects.map((object) => (isDelivered ? object.ack() : object.nack(new Error('not delivered')))),
  );
}

async function readText({ bytes }: IngestObject): Promise<string> {
  if (bytes instanceof Uint8Array) return Buffer.from(bytes).toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
