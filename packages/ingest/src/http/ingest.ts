import { randomUUID } from 'node:crypto';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Ingest } from '@windhover/pipeline';
import { hasBearerToken, isSame, isSigned } from './check-token.ts';
import type { HttpIngestOptions } from './config.ts';
import { createPendingObjects, type PendingObjects } from './pending-objects.ts';
import { readEventGrid, readGithubWebhook, readPubSubPush, type RequestReading } from './read-request.ts';

/** The HTTP ingest, listening. */
export interface HttpIngest extends Ingest {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
}

/**
 * Start a server that takes events by POST. It answers 204 only when every alert of the body was delivered, 503 with
 * `Retry-After` when it was not or when too many requests wait; a client that tries again loses nothing.
 *
 * Routes: `/ingest` (source recognised), `/ingest/<event source>`, `/k8s-audit`, `/pubsub/push`, `/eventbridge`,
 * `/eventgrid`, and those of the options.
 */
export async function startHttpIngest(options: HttpIngestOptions): Promise<HttpIngest> {
  const pending = createPendingObjects(options.maxPending);
  const server = createServer(options);
  addHooks(server, options);
  addRoutes(server, options, pending);
  const url = await server.listen({ host: options.host, port: options.port });
  return {
    name: 'http',
    url,
    read: (signal) => pending.read(signal),
    async close() {
      pending.abandon(new Error('the server is shutting down'));
      await server.close();
    },
  };
}

function createServer(options: HttpIngestOptions): FastifyInstance {
  const common = { bodyLimit: options.maxBodyBytes, logger: false, forceCloseConnections: 'idle' } as const;
  if (options.tls === undefined) return fastify(common);
  const { certificate, key, clientCa } = options.tls;
  const mutual = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  return fastify({ ...common, https: { cert: certificate, key, ...mutual } }) as unknown as FastifyInstance;
}

function addHooks(server: FastifyInstance, options: HttpIngestOptions): void {
  const token = options.bearerToken;
  if (token !== undefined) {
    server.addHook('onRequest', (request, reply, done) => {
      const { token: given } = request.query as { token?: unknown };
      const isKnown =
        hasBearerToken(request.headers.authorization, token) ||
        (typeof given === 'string' && isSame(given, token));
      // GitHub signs its body, which is checked when it is there.
      const isSignedInstead = options.githubSecret !== undefined && pathOf(request) === GITHUB_PATH;
      if (isKnown || isSignedInstead) return done();
      void reply.code(401).header('WWW-Authenticate', 'Bearer').send({ error: 'a bearer token is needed' });
    });
  }
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

const GITHUB_PATH = '/ingest/github';

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0]!;
}

/** What a path makes of the body of a request. */
type BodyReader = (body: Uint8Array, request: FastifyRequest) => RequestReading;

function addRoutes(server: FastifyInstance, options: HttpIngestOptions, pending: PendingObjects): void {
  const whole =
    (sourceName?: string): BodyReader =>
    (body) => ({
      kind: 'object',
      bytes: body,
      ...(sourceName === undefined ? {} : { sourceName }),
    });
  const readers: Readonly<Record<string, BodyReader>> = {
    '/ingest': whole(),
    '/ingest/:source': (body, request) => {
      const { source } = request.params as { source: string };
      if (options.sourceNames.includes(source)) return { kind: 'object', bytes: body, sourceName: source };
      return { kind: 'refuse', message: `unknown event source; known are ${options.sourceNames.join(', ')}` };
    },
    [GITHUB_PATH]: (body, { headers }) => {
      const { githubSecret: secret } = options;
      if (secret !== undefined && !isSigned(headers['x-hub-signature-256'], body, secret))
        return { kind: 'refuse', status: 401, message: 'the signature is missing or wrong' };
      return readGithubWebhook(body, headers);
    },
    '/k8s-audit': whole('k8s_audit'),
    '/eventbridge': whole('aws_cloudtrail'),
    '/pubsub/push': readPubSubPush,
    '/eventgrid': readEventGrid,
    ...Object.fromEntries(
      Object.entries(options.paths ?? {}).map(([path, sourceName]) => [path, whole(sourceName)]),
    ),
  };
  for (const [path, read] of Object.entries(readers))
    server.post(path, (request, reply) => handle(request, reply, options, pending, read));
  // The handshake of event hooks of Okta.
  server.get('/ingest/okta', (request, reply) => {
    const verification = request.headers['x-okta-verification-challenge'];
    return typeof verification === 'string' ? reply.send({ verification }) : reply.code(405).send();
  });
  // The handshake of CloudEvents webhooks (Event Grid with the CloudEvents schema).
  server.options('/eventgrid', (request, reply) => {
    const origin = request.headers['webhook-request-origin'];
    return reply
      .headers(
        typeof origin === 'string' ? { 'WebHook-Allowed-Origin': origin, 'WebHook-Allowed-Rate': '*' } : {},
      )
      .code(200)
      .send();
  });
}

async function handle(
  request: FastifyRequest,
  reply: FastifyReply,
  options: HttpIngestOptions,
  pending: PendingObjects,
  read: BodyReader,
): Promise<FastifyReply> {
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
  const isGzip = request.headers['content-encoding'] === 'gzip';
  const reading = read(body, request);
  if (reading.kind === 'refuse') return reply.code(reading.status ?? 400).send({ error: reading.message });
  if (reading.kind === 'answer') return reply.code(200).send(reading.body);

  const origin = { ingest: 'http', name: `${pathOf(request)}#${reading.id ?? randomUUID()}` };
  const settled = pending.submit(origin, reading.bytes, {
    ...(reading.sourceName === undefined ? {} : { sourceName: reading.sourceName }),
    ...(isGzip ? { encoding: 'gzip' } : {}),
  });
  const settlement = await settled;
  if (settlement?.delivered === true) return reply.code(204).send();
  return reply
    .code(503)
    .header('Retry-After', String(options.retryAfterSeconds))
    .send({
      error:
        settlement === undefined
          ? 'too many requests wait for delivery'
          : 'the alerts could not be delivered, send again',
    });
}
