import type { Ingest, IngestObject } from '@windhover/pipeline';
import { createHandedOverObjects } from '../handed-over/handed-over-objects.ts';
import type { PubSubIngestConfig, PubSubMessage, PubSubSubscription } from './config.ts';

const component = 'gcp_pubsub';

/**
 * Reads messages of a Pub/Sub subscription as they are streamed (spec/sources-gcp.md §3); an object is the data of one
 * message. A message is acknowledged after delivery; otherwise the service sends it again. When a subscription fails,
 * the reading throws, and the next one opens another.
 */
export function createPubSubIngest(
  openSubscription: () => PubSubSubscription,
  config: PubSubIngestConfig = {},
): Ingest {
  const { sourceName = 'gcp_auditlog' } = config;
  const objects = createHandedOverObjects();
  let subscription: PubSubSubscription | undefined;

  const subscribe = (): PubSubSubscription => {
    const opened = openSubscription();
    opened.on('error', (error) => {
      if (subscription !== opened) return;
      subscription = undefined;
      objects.fail(error);
      void opened.close().catch(() => undefined);
    });
    opened.on('message', (message) => void objects.offer(createObject(opened.name, message, sourceName)));
    return opened;
  };
  return {
    name: component,
    read(signal) {
      subscription ??= subscribe();
      return objects.read(signal);
    },
    async close() {
      const closing = subscription;
      subscription = undefined;
      await Promise.all(objects.drop().map((object) => object.nack(new Error('the ingest is closed'))));
      await closing?.close();
    },
  };
}

function createObject(name: string, message: PubSubMessage, sourceName: string): IngestObject {
  const { id, data, deliveryAttempt = 0 } = message;
  return {
    origin: { ingest: component, name: `${name}#${id}` },
    sourceName,
    bytes: data,
    // The dead-letter topic of the subscription, if there is one, takes what fails too often.
    ...(deliveryAttempt > 0 && { delivery: { attempt: deliveryAttempt, isLast: false } }),
    ack: async () => message.ack(),
    nack: async () => message.nack(),
  };
}
