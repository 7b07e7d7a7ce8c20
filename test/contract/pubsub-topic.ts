// A topic with one subscription, as far as its subscribers see it.
import { EventEmitter } from 'node:events';
import type { PubSubMessage, PubSubSubscription } from '@windhover/ingest/services';

export interface PubSubTopic {
  publish(data: Uint8Array): void;
  /** Another streaming pull of the same subscription. */
  subscribe(): PubSubSubscription;
  /** What is not acknowledged is due again. */
  expireLeases(): void;
}

export function createPubSubTopic(): PubSubTopic {
  const unacknowledged = new Map<string, Uint8Array>();
  const leased = new Set<string>();
  let published = 0;
  const lease = (): PubSubMessage[] => {
    const due = [...unacknowledged].filter(([id]) => !leased.has(id));
    return due.map(([id, data]) => {
      leased.add(id);
      return { id, data, ack: () => void unacknowledged.delete(id), nack: () => void leased.delete(id) };
    });
  };
  return {
    publish: (data) => void unacknowledged.set(`${++published}`, data),
    subscribe() {
      const stream = new EventEmitter();
      const subscription = Object.assign(stream, {
        name: 'projects/p/subscriptions/s',
        close: async () => undefined,
      });
      stream.on('newListener', (event) => {
        if (event === 'message') {
          queueMicrotask(() => lease().forEach((message) => stream.emit('message', message)));
        }
      });
      return subscription;
    },
    expireLeases: () => leased.clear(),
  };
}
