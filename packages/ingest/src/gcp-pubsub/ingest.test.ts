import { EventEmitter } from 'node:events';
import type { IngestObject } from '@windhover/pipeline';
import { describe, expect, it } from 'vitest';
import type { PubSubSubscription } from './config.ts';
import { createPubSubIngest } from './ingest.ts';

/** A subscription that sends what a test tells it to, and notes what becomes of it. */
class FakeSubscription extends EventEmitter implements PubSubSubscription {
  readonly name = 'projects/p/subscriptions/s';
  readonly settled: string[] = [];
  isClosed = false;
  send(id: string, text: string, deliveryAttempt = 0): void {
    const settle = (how: string) => () => void this.settled.push(`${how} ${id}`);
    const message = {
      id,
      data: Buffer.from(text),
      deliveryAttempt,
      ack: settle('ack'),
      nack: settle('nack'),
    };
    this.emit('message', message);
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }
}

async function next(objects: AsyncIterator<IngestObject>): Promise<IngestObject> {
  const { value, done } = await objects.next();
  if (done === true) throw new Error('the reading has ended');
  return value;
}

function start() {
  const opened: FakeSubscription[] = [];
  const ingest = createPubSubIngest(() => {
    const subscription = new FakeSubscription();
    opened.push(subscription);
    return subscription;
  });
  const stop = new AbortController();
  const read = (): AsyncIterator<IngestObject> => ingest.read(stop.signal)[Symbol.asyncIterator]();
  return { opened, ingest, stop, read };
}

describe('Pub/Sub ingest', () => {
  it('makes an object of the data of a message, and settles the message with it', async () => {
    const { opened, read } = start();
    const objects = read();
    opened[0]!.send('1', '{"a":1}');
    opened[0]!.send('2', 'x', 3);
    const [first, second] = [await next(objects), await next(objects)];
    expect(first).toMatchObject({
      origin: { ingest: 'gcp_pubsub', name: 'projects/p/subscriptions/s#1' },
      sourceName: 'gcp_auditlog',
      bytes: Buffer.from('{"a":1}'),
    });
    expect(first.delivery).toBeUndefined();
    expect(second.delivery).toEqual({ attempt: 3, isLast: false });
    expect(opened[0]!.settled).toEqual([]);
    await second.ack();
    await first.nack(new Error('no'));
    expect(opened[0]!.settled).toEqual(['ack 2', 'nack 1']);
  });

  it('stays subscribed after the reading has ended, so that what is in work can be settled', async () => {
    const { opened, ingest, stop, read } = start();
    const objects = read();
    opened[0]!.send('1', 'x');
    const first = await next(objects);
    const waiting = objects.next();
    stop.abort();
    expect((await waiting).done).toBe(true);
    expect(opened[0]!.isClosed).toBe(false);
    await first.ack();
    opened[0]!.send('2', 'too late');
    await ingest.close();
    expect(opened[0]).toMatchObject({ settled: ['ack 1', 'nack 2'], isClosed: true });
  });

  it('throws when the subscription fails, and opens another one for the next reading', async () => {
    const { opened, read } = start();
    const failing = read().next();
    opened[0]!.emit('error', new Error('permission denied'));
    await expect(failing).rejects.toThrow('permission denied');
    expect(opened[0]!.isClosed).toBe(true);
    const objects = read();
    expect(opened).toHaveLength(2);
    opened[1]!.send('1', 'x');
    expect((await next(objects)).bytes).toEqual(Buffer.from('x'));
  });
});
