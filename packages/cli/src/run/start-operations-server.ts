// Health, readiness, metrics and versions over HTTP, under Falco's paths where they exist.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import type { WebserverSettings } from '@windhover/config';
import { ENGINE_VERSION } from '@windhover/ruleset';
import { PRODUCT_VERSION } from '../product-version.ts';
import type { Completeness } from './completeness.ts';
import type { ProcessMetrics } from './create-metrics.ts';

/** What the process knows of itself, as of now. */
export interface ProcessStatus {
  /** Ready to work: rules loaded, ingests reading, not shutting down. */
  isReady: boolean;
  /** What was wrong with the last reload: the old configuration and rules go on. */
  reloadProblem: string | undefined;
  rules: number;
}

export interface OperationsServer {
  /** e.g. `http://127.0.0.1:8765`. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startOperationsServer(
  settings: WebserverSettings,
  status: Readonly<ProcessStatus>,
  metrics: ProcessMetrics,
  completeness: Completeness,
  cwd: string,
): Promise<OperationsServer> {
  const server = createServer(settings, cwd);
  server.get(settings.healthzEndpoint, () => {
    const { reloadProblem: problem } = status;
    return { status: 'ok', ...(problem === undefined ? {} : { reload_problem: problem }) };
  });
  server.get('/readyz', (_request, reply) =>
    status.isReady
      ? reply.send({ status: 'ready', rules: status.rules })
      : reply.code(503).send({ status: 'not ready' }),
  );
  server.get('/versions', () => ({ engine_version: ENGINE_VERSION, windhover_version: PRODUCT_VERSION }));
  server.get('/completeness', () => completeness.describe());
  if (settings.prometheusMetrics) {
    server.get('/metrics', async (_request, reply) =>
      reply.type(metrics.contentType).send(await metrics.render()),
    );
  }
  const url = await server.listen({ host: settings.listenAddress, port: settings.listenPort });
  return { url, close: () => server.close() };
}

function createServer({ certificateFile }: WebserverSettings, cwd: string): FastifyInstance {
  const common = { logger: false, forceCloseConnections: true } as const;
  if (certificateFile === undefined) return fastify(common);
  // One file holds the certificate and its key.
  const pem = readFileSync(resolve(cwd, certificateFile), 'utf8');
  return fastify({ ...common, https: { cert: pem, key: pem } }) as unknown as FastifyInstance;
}
