import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { WebserverSettings } from '@windhover/config';
import { readTestCertificates } from '@windhover/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createCompleteness } from './completeness.ts';
import { createMetrics } from './create-metrics.ts';
import { startOperationsServer, type ProcessStatus } from './start-operations-server.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function start(
  settings: Partial<WebserverSettings> = {},
  status: Partial<ProcessStatus> = {},
  cwd = '.',
) {
  const server = await startOperationsServer(
    {
      enabled: true,
      listenAddress: '127.0.0.1',
      listenPort: 0,
      healthzEndpoint: '/alive',
      prometheusMetrics: true,
      certificateFile: undefined,
      ...settings,
    },
    { isReady: true, reloadProblem: undefined, rules: 3, ...status },
    createMetrics(),
    createCompleteness(),
    cwd,
  );
  opened.push(() => server.close());
  return server;
}

describe('operations server', () => {
  it.each([
    ['/alive', {}, 200, /^{"status":"ok"}$/],
    ['/alive', { reloadProblem: 'no' }, 200, /"reload_problem":"no"/],
    ['/readyz', {}, 200, /"rules":3/],
    ['/readyz', { isReady: false }, 503, /not ready/],
    ['/metrics', {}, 200, /^falcosecurity_falco_outputs_queue_num_drops_total 0$/m],
    ['/completeness', {}, 200, /"places":\[\]/],
    ['/versions', {}, 200, /"engine_version"/],
    ['/healthz', {}, 404, /./],
  ])('answers %s with %j', async (path, status, code, body) => {
    const answer = await fetch(`${(await start({}, status)).url}${path}`);
    expect([answer.status, await answer.text()]).toEqual([code, expect.stringMatching(body)]);
  });

  it('has no metrics when they are switched off', async () => {
    expect((await fetch(`${(await start({ prometheusMetrics: false })).url}/metrics`)).status).toBe(404);
  });

  it('speaks HTTPS with a file that holds certificate and key', async () => {
    const { ca, server } = readTestCertificates();
    const folder = mkdtempSync(join(tmpdir(), 'operations-'));
    opened.push(async () => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'falco.pem'), server.key + server.certificate);
    const { url } = await start({ certificateFile: 'falco.pem' }, {}, folder);
    expect(url).toMatch(/^https:/);
    const body = await new Promise<string>((resolve, reject) => {
      request(`${url}/alive`, { ca, agent: false }, (answer) => void readAll(answer).then(resolve, reject))
        .once('error', reject)
        .end();
    });
    expect(body).toBe('{"status":"ok"}');
  });
});
