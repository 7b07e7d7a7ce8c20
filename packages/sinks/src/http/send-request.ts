import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** How to reach the other side: trust, own certificate, reuse of connections. PEM texts, not paths. */
export interface ConnectionOptions {
  readonly insecure: boolean;
  readonly ca?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly maxConnections: number;
}

export interface HttpRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly retryAfter?: string;
  /** The first bytes of the body, for logs and for Falco's `echo`. */
  readonly text: string;
}

/** Sends POST requests over kept connections. Redirects are not followed. */
export interface HttpClient {
  /** Rejects on connection failures and time-outs; any status resolves. */
  post(request: HttpRequest): Promise<HttpResponse>;
  close(): void;
}

/** A body longer than this is cut in `HttpResponse.text`. */
const MAX_RESPONSE_TEXT = 64 * 1024;

export function createHttpClient(options: ConnectionOptions): HttpClient {
  const shared = { keepAlive: true, maxSockets: options.maxConnections };
  const plain = new HttpAgent(shared);
  const secure = new HttpsAgent({
    ...shared,
    rejectUnauthorized: !options.insecure,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.clientCertificate === undefined ? {} : { cert: options.clientCertificate }),
    ...(options.clientKey === undefined ? {} : { key: options.clientKey }),
  });
  return {
    post: (request) =>
      request.url.protocol === 'https:'
        ? send(httpsRequest, secure, request)
        : send(httpRequest, plain, request),
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

function send(
  start: typeof httpRequest | typeof httpsRequest,
  agent: HttpAgent | HttpsAgent,
  { url, headers, body, timeoutMs, signal }: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = start(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'Content-Length': body.length },
      signal,
    });
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new RequestTimeoutError(timeoutMs)));
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      let length = 0;
      incoming.on('data', (chunk: Buffer) => {
        if (length < MAX_RESPONSE_TEXT) chunks.push(chunk);
        length += chunk.length;
      });
      incoming.once('error', reject);
      incoming.once('end', () => {
        const retryAfter = incoming.headers['retry-after'];
        resolve({
          status: incoming.statusCode ?? 0,
          ...(retryAfter === undefined ? {} : { retryAfter }),
          text: Buffer.concat(chunks).toString('utf8').slice(0, MAX_RESPONSE_TEXT),
        });
      });
    });
    outgoing.end(body);
  });
}

export class RequestTimeoutError extends Error {
  override readonly name = 'RequestTimeoutError';
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
  }
}
