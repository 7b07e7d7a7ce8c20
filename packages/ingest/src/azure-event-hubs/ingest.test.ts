import type { IngestObject } from '@windhover/pipeline';
import { createVirtualClock } from '@windhover/testkit';
import { describe, expect, it } from 'vitest';
import type { HubConsumer, HubEvent, HubHandlers, HubPartition } from './config.ts';
import { createEventHubsIngest } from './ingest.ts';

/** A consumer whose partitions a test drives. */
function start() {
  let handlers: HubHandlers | undefined;
  const closed: string[] = [];
  const consumer: HubConsumer = {
    subscribe(given) {
      handlers = given;
      return { close: async () => void closed.push('subscription') };
    },
    close: async () => void closed.push('consumer'),
  };
  const clock = createVirtualClock();
  const ingest = createEventHubsIngest(consumer, { clock });
  const stop = new AbortController();
  const objects = ingest.read(stop.signal)[Symbol.asyncIterator]();
  return { handlers: handlers!, closed, clock, ingest, stop, objects };
}

function createPartition(partitionId: string): HubPartition & { readonly checkpoints: number[] } {
  const checkpoints: number[] = [];
  return {
    eventHubName: 'hub',
    partitionId,
    checkpoints,
    updateCheckpoint: async ({ sequenceNumber }) => void checkpoints.push(sequenceNumber),
  };
}

const event = (sequenceNumber: number, body: unknown = Buffer.from(`${sequenceNumber}`)): HubEvent => ({
  sequenceNumber,
  body,
});

async function take(objects: AsyncIterator<IngestObject>, count: number): Promise<IngestObject[]> {
  const taken: IngestObject[] = [];
  while (taken.length < count) {
    const { value, done } = await objects.next();
    if (done === true) throw new Error('the reading has ended');
    taken.push(value);
  }
  return taken;
}

describe('Event Hubs ingest', () => {
  it.each([
    [undefined, undefined],
    ['latest', undefined],
    ['earliest', { offset: '-1' }],
    ['2026-11-24T00:00:00Z', { enqueuedOn: Date.parse('2026-11-24T00:00:00Z') }],
  ])('begins without a checkpoint at %s', (startPosition, expected) => {
    let asked: unknown;
    const consumer: HubConsumer = {
      subscribe(_handlers, options) {
        asked = options.startPosition;
        return { close: async () => undefined };
      },
      close: async () => undefined,
    };
    createEventHubsIngest(consumer, startPosition === undefined ? {} : { startPosition }).read(
      new AbortController().signal,
    );
    expect(asked).toEqual(expected);
  });

  it.each([
    ['bytes', Buffer.from('{"records":[]}'), '{"records":[]}'],
    ['text', '{"a":1}', '{"a":1}'],
    ['a value of AMQP', { a: 1 }, '{"a":1}'],
    ['nothing', null, 'null'],
  ])('makes an object of a body that is %s', async (_, body, text) => {
    const { handlers, objects } = start();
    void handlers.processEvents([event(7, body)], createPartition('0'));
    const [object] = await take(objects, 1);
    expect(Buffer.from(object!.bytes as Uint8Array).toString()).toBe(text);
    expect(object!.origin).toEqual({ ingest: 'azure_event_hubs', name: 'hub/0#7' });
  });

  it('moves the checkpoint of a partition over what is delivered without a gap', async () => {
    const { handlers, objects } = start();
    const [one, two] = [createPartition('1'), createPartition('2')];
    void handlers.processEvents([event(1), event(2), event(3)], one);
    void handlers.processEvents([event(1)], two);
    const taken = await take(objects, 4);
    await taken[2]!.ack();
    await taken[1]!.ack();
    expect(one.checkpoints).toEqual([]);
    await taken[0]!.ack();
    expect(one.checkpoints).toEqual([3]);
    await taken[3]!.ack();
    expect(two.checkpoints).toEqual([1]);
  });

  it('takes no further batch before the pipeline has taken the last one', async () => {
    const { handlers, objects } = start();
    let isTaken = false;
    void handlers.processEvents([event(1), event(2)], createPartition('0')).then(() => (isTaken = true));
    await take(objects, 1);
    expect(isTaken).toBe(false);
    await take(objects, 1);
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isTaken).toBe(true);
  });

  it('tries again what was not delivered, and holds the checkpoint until then', async () => {
    const { handlers, objects, clock } = start();
    const partition = createPartition('0');
    void handlers.processEvents([event(1), event(2)], partition);
    const [one, two] = await take(objects, 2);
    await one!.nack(new Error('no'));
    await two!.ack();
    expect(partition.checkpoints).toEqual([]);
    const again = take(objects, 1);
    await clock.advance(60_000);
    await (await again)[0]!.ack();
    expect(partition.checkpoints).toEqual([2]);
  });

  it('puts updates of a checkpoint together that come while one is on its way', async () => {
    const { handlers, objects } = start();
    const checkpoints: number[] = [];
    const first = Promise.withResolvers<void>();
    const partition: HubPartition = {
      ...createPartition('0'),
      async updateCheckpoint({ sequenceNumber }) {
        checkpoints.push(sequenceNumber);
        if (sequenceNumber === 1) await first.promise;
      },
    };
    void handlers.processEvents([event(1), event(2), event(3)], partition);
    const acks = (await take(objects, 3)).map((object) => object.ack());
    first.resolve();
    await Promise.all(acks);
    expect(checkpoints).toEqual([1, 3]);
  });

  it('writes a checkpoint later that could not be written', async () => {
    const { handlers, objects } = start();
    const checkpoints: number[] = [];
    let failures = 1;
    const partition: HubPartition = {
      ...createPartition('0'),
      async updateCheckpoint({ sequenceNumber }) {
        if (failures-- > 0) throw new Error('the store is away');
        checkpoints.push(sequenceNumber);
      },
    };
    void handlers.processEvents([event(1), event(2), event(3)], partition);
    const [one, , three] = await take(objects, 3);
    await expect(one!.ack()).rejects.toThrow('the store is away');
    await three!.ack();
    expect(checkpoints).toEqual([1]);
  });

  it('leaves the checkpoint alone when another consumer has the partition', async () => {
    const { handlers, objects } = start();
    const partition = createPartition('0');
    void handlers.processEvents([event(1)], partition);
    const [object] = await take(objects, 1);
    await handlers.processClose('OwnershipLost', partition);
    await object!.ack();
    expect(partition.checkpoints).toEqual([]);
  });

  it('tells of errors by throwing, and goes on in the next reading', async () => {
    const { handlers, objects, ingest, stop } = start();
    const failing = objects.next();
    await handlers.processError(new Error('link detached'), createPartition(''));
    await expect(failing).rejects.toThrow('link detached');
    void handlers.processEvents([event(1)], createPartition('0'));
    expect(await take(ingest.read(stop.signal)[Symbol.asyncIterator](), 1)).toHaveLength(1);
  });

  it('lets waiting batches go when it is closed', async () => {
    const { handlers, closed, ingest, stop, objects } = start();
    stop.abort();
    expect((await objects.next()).done).toBe(true);
    const waiting = handlers.processEvents([event(1)], createPartition('0'));
    await ingest.close();
    await waiting;
    expect(closed).toEqual(['subscription', 'consumer']);
  });
});
