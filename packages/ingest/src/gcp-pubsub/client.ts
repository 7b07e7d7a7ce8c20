import type { PubSubSubscription } from './config.ts';

/** Which subscription, and how much of it is held at once. */
export interface PubSubTarget {
  /** `projects/PROJECT/subscriptions/NAME`. */
  readonly subscription: string;
  /** Other end point, e.g. that of the emulator. */
  readonly endpoint?: string;
  /** Messages taken and not settled yet. */
  readonly maxMessages: number;
}

/**
 * What opens subscriptions with the credentials of the environment. The SDK is loaded only here, since few runs need it.
 * Leases are extended by the library; messages beyond `maxMessages` stay with the service.
 */
export async function preparePubSub(target: PubSubTarget): Promise<() => PubSubSubscription> {
  const { PubSub } = await import('@google-cloud/pubsub');
  const project = /^projects\/([^/]+)\//.exec(target.subscription)?.[1];
  const client = new PubSub({
    ...(project !== undefined && { projectId: project }),
    ...(target.endpoint !== undefined && { apiEndpoint: target.endpoint, emulatorMode: true }),
  });
  return () =>
    client.subscription(target.subscription, {
      flowControl: { maxMessages: target.maxMessages, allowExcessMessages: false },
    });
}
