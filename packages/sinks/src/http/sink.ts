import { gzipSync } from 'node:zlib';
import {
  DeliveryIncompleteError,
  DeliveryPostponedError,
  DeliveryRefusedError,
  type RenderedAlert,
  type Sink,
} from '@windhover/pipeline';
import { renderBody, type BodyTemplate } from './render-body.ts';
import {
  createHttpClient,
  type ConnectionOptions,
  type HttpClient,
  type HttpResponse,
} from './send-request.ts';

export interface HttpSinkOptions {
  readonly url: URL;
  readonly body: BodyTemplate;
  readonly contentType: string;
  readonly userAgent: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  readonly timeoutMs: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly connection: Omit<ConnectionOptions, 'maxConnections'>;
  /** Gets each response body (Falco's `echo`). */
  readonly onResponse?: (text: string) => void;
  /** Time for `Retry-After` dates, milliseconds since the epoch. */
  readonly nowMs: () => number;
}

/**
 * One POST per alert, with `Idempotency-Key: <alert id>`. A 2xx answer is delivery. 408, 425, 429, 5xx, time-outs
 * and broken connections reject, so that the pipeline tries again (not before `Retry-After`); every other status is
 * a refusal. An alert that was accepted is never sent again, whatever became of the rest of its batch.
 */
export function createHttpSink(options: HttpSinkOptions): Sink {
  const client = createHttpClient({ ...options.connection, maxConnections: options.concurrency });
  const accepted = new WeakSet<RenderedAlert>();
  return {
    name: 'http',
    async deliver(alerts, signal) {
      const waiting = alerts.filter((alert) => !accepted.has(alert));
      const failures = await sendAll(waiting, options.concurrency, async (alert) => {
        const response = await postAlert(client, options, alert, signal);
        options.onResponse?.(response.text);
        const failure = judgeResponse(response, options.nowMs());
        if (failure !== undefined) throw failure;
        accepted.add(alert);
      });
      const temporary = failures.find((failure) => !(failure instanceof DeliveryRefusedError));
      const failure = temporary ?? failures[0];
      if (failure === undefined) return;
      const hasTold = temporary !== undefined && !(temporary instanceof DeliveryPostponedError);
      const isPartial = hasTold && waiting.some((alert) => accepted.has(alert));
      throw isPartial ? new DeliveryIncompleteError(failure.message, { cause: failure }) : failure;
    },
    close() {
      client.close();
      return Promise.resolve();
    },
  };
}

function postAlert(
  client: HttpClient,
  options: HttpSinkOptions,
  rendered: RenderedAlert,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const plain = Buffer.from(renderBody(rendered, options.body), 'utf8');
  return client.post({
    url: options.url,
    body: options.gzip ? gzipSync(plain) : plain,
    headers: {
      Accept: '*/*',
      'Content-Type': options.contentType,
      'User-Agent': options.userAgent,
      'Idempotency-Key': rendered.alert.id,
      ...(options.gzip ? { 'Content-Encoding': 'gzip' } : {}),
      ...options.headers,
    },
    timeoutMs: options.timeoutMs,
    signal,
  });
}

/** The error that a response stands for; undefined when it is a delivery. */
export function judgeResponse(response: HttpResponse, nowMs: number): Error | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) return undefined;
  const message = `the other side answered ${status}`;
  const isTemporary = status >= 500 || status === 408 || status === 425 || status === 429;
  if (!isTemporary) return new DeliveryRefusedError(message);
  const retryAfterMs = parseRetryAfter(response.retryAfter, nowMs);
  return retryAfterMs === undefined ? new Error(message) : new DeliveryPostponedError(message, retryAfterMs);
}

/** `Retry-After` in seconds or as a date → milliseconds from now; undefined when absent or unreadable. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Run `send` over all items, `concurrency` at a time; gives the failures in order. */
async function sendAll<Item>(
  items: readonly Item[],
  concurrency: number,
  send: (item: Item) => Promise<void>,
): Promise<Error[]> {
  const failures: Error[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next++]!;
      try {
        await send(item);
      } catch (error) {
        failures.push(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  return failures;
}
