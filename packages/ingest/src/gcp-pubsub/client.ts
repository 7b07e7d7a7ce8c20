import type { PubSubSubscription } from './config.ts';

/** Which subscription, and how much of it is held at once. */
export interface PubSubTarget {
  /** `projects/PROJECT/subscriptions/NAME`, or `NAME` alone. */
  readonly subscription: string;
  /** Project of a subscription that is named alone; that of the credentials by default. */
  readonly project?: string;
  /** Key file; the credentials of the environment by default. */
  readonly credentialsFile?: string;
  /** Other end point, e.g. that of the emulator. */
  readonly endpoint?: string;
  /** Messages taken and not settled yet. */
  readonly maxMessages: number;
}

/**
 * What opens subscriptions. The SDK is loaded only here, since few runs need it.
 * Leases are extended by the library; messages beyond `maxMessages` stay with the service.
 */
export async function preparePubSub(target: PubSubTarget): Promise<() => PubSubSubscription> {
  const { PubSub } = await import('@google-cloud/pubsub');
  const project = /^projects\/([^/]+)\//.exec(target.subscription)?.[1] ?? target.project;
  const client = new PubSub({
    ...(project !== undefined && { projectId: project }),
    ...(target.credentialsFile !== undefined && { keyFilename: target.credentialsFile }),
    ...(target.endpoint !== undefined && { apiEndpoint: target.endpoint, emulatorMode: true }),
  });
  return () =>
    client.subscription(target.subscription, {
      flowControl: { maxMessages: target.maxMessages, allowExcessMessages: false },
    });
}
