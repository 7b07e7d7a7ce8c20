import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '@windhover/pipeline';
import { noFaults, type Fault, type FaultPlan } from './faults.ts';
import type { CertifiedKey } from './test-certificates.ts';

/** A request with its body, as handlers see it. */
export interface LoopbackRequest {
  readonly method: string;
  /** Percent-encoded, as sent, without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/** What a handler answers. */
export interface LoopbackResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** Where to listen instead of 127.0.0.1 and a port that is free: for demonstrations across containers. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** How a server speaks HTTPS. */
export interface LoopbackTls {
  readonly server: CertifiedKey;
  /** When given, clients must show a certificate that it signed. */
  readonly clientCa?: string;
}

/** A server on 127.0.0.1, on a port that was free, unless it was told where to listen. */
export interface LoopbackServer {
  readonly url: string;
  readonly port: number;
  /** Requests by operation, faulty ones included. */
  readonly counts: ReadonlyMap<string, number>;
  /** From now on this goes wrong. */
  setFaults(faults: FaultPlan): void;
  /** Cuts all connections. */
  close(): Promise<void>;
}

/** What a loopback server does. */
export interface LoopbackService {
  /** Name of the operation that a request asks for, as fault plans name it. */
  nameOperation(request: LoopbackRequest): string;
  handle(request: LoopbackRequest): Promise<LoopbackResponse>;
}

/** Start serving. */
export async function startLoopbackServer(
  service: LoopbackService,
  options: {
    readonly faults?: FaultPlan;
    readonly clock?: Clock;
    readonly listen?: ListenAddress;
    readonly tls?: LoopbackTls;
  } = {},
): Promise<LoopbackServer> {
  const { clock = systemClock, listen = { host: '127.0.0.1', port: 0 } } = options;
  let faults = options.faults ?? noFaults;
  const counts = new Map<string, number>();
  const { tls } = options;
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(describeTls(tls), listener);

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, outgoing);
    const operation = service.nameOperation(request);
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const fault = faults.next(operation);
    if (fault?.kind === 'reset') return void incoming.socket.resetAndDestroy();
    if (fault?.kind === 'delay') await clock.sleep(fault.ms, request.signal);
    const response =
      fault?.kind === 'status'
        ? { status: fault.status, ...(fault.headers !== undefined && { headers: fault.headers }) }
        : await service.handle(request);
    answer(request, response, outgoing, fault);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(listen.port, listen.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    counts,
    setFaults: (plan) => void (faults = plan),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function describeTls({ server, clientCa }: LoopbackTls): object {
  const mutual = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  return { cert: server.certificate, key: server.key, ...mutual };
}

async function readRequest(incoming: IncomingMessage, outgoing: ServerResponse): Promise<LoopbackRequest> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  if (incoming.headers.expect === '100-continue') outgoing.writeContinue();
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s, 2);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.concat(chunks),
    signal: gone.signal,
  };
}

function answer(
  request: LoopbackRequest,
  response: LoopbackResponse,
  outgoing: ServerResponse,
  fault: Fault | undefined,
): void {
  if (fault?.kind === 'drop') return void outgoing.socket?.resetAndDestroy();
  const body = Buffer.from(response.body ?? '');
  // The answer to HEAD tells the length of what it leaves out.
  outgoing.writeHead(response.status, { 'content-length': body.length, ...response.headers });
  if (request.method === 'HEAD') return void outgoing.end();
  if (fault?.kind === 'truncate') {
    outgoing.write(body.subarray(0, fault.bytes), () => outgoing.socket?.resetAndDestroy());
    return;
  }
  outgoing.end(body);
}
