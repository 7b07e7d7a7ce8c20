import { gunzipSync } from 'node:zlib';
import { startLoopbackServer, type LoopbackServer, type LoopbackTls } from '../loopback/loopback-server.ts';
import type { FaultPlan } from '../loopback/faults.ts';

/** A request that a webhook took. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Inflated, if it came as gzip. */
  readonly body: string;
}

/** An HTTP endpoint that answers 200 and remembers; operation name for faults: `Webhook`. */
export interface WebhookReceiver extends LoopbackServer {
  /** What was answered with 200, in order. */
  readonly received: readonly ReceivedRequest[];
}

/** Start a webhook. Requests that a fault answers are not remembered, dropped ones are: the other side had them. */
export async function startWebhookReceiver(faults?: FaultPlan, tls?: LoopbackTls): Promise<WebhookReceiver> {
  const received: ReceivedRequest[] = [];
  const server = await startLoopbackServer(
    {
      nameOperation: () => 'Webhook',
      async handle({ method, path, headers, body }) {
        const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        received.push({ method, path, headers, body: text.toString() });
        return { status: 200 };
      },
    },
    { ...(faults !== undefined && { faults }), ...(tls !== undefined && { tls }) },
  );
  return { ...server, received };
}
