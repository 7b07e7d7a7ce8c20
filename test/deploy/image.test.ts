import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDeployedConfig, root } from './check-deployed-config.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const lines = read('Dockerfile')
  .replace(/\\\n/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const lastStage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM')));
const arrayOf = (instruction: string): string[] => {
  const line = lastStage.find((text) => text.startsWith(instruction))!;
  return JSON.parse(line.slice(line.indexOf('['))) as string[];
};

describe('Dockerfile', () => {
  it('has every base as an argument', () => {
    const stages = [...lines.join('\n').matchAll(/ AS (\S+)$/gm)].map(([, name]) => name!);
    const bases = lines.filter((line) => line.startsWith('FROM')).map((line) => line.split(' ')[1]!);
    expect(bases.filter((base) => !stages.includes(base))).toEqual(
      bases.filter((base) => base === '${BUILD_BASE}' || base === '${BASE}'),
    );
  });

  it('copies what is in the repository and not kept out of the build', () => {
    const sources = lines
      .filter((line) => line.startsWith('COPY') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    const allowed = read('.dockerignore')
      .match(/^!.*$/gm)!
      .map((line) => line.slice(1));
    expect(sources.filter((source) => !allowed.includes(source.replace(/^deploy\/.*/, 'deploy')))).toEqual(
      [],
    );
  });

  it('runs as a user without rights who owns the volume', () => {
    expect(lastStage).toContain('USER 65532:65532');
    expect(lastStage).toContain('COPY --from=own --chown=65532:65532 /state /var/lib/windhover');
    expect(lastStage).toContain('VOLUME /var/lib/windhover');
  });

  it('needs no shell in the final image', () => {
    expect(lastStage.filter((line) => line.startsWith('RUN'))).toEqual([]);
    expect(arrayOf('HEALTHCHECK')).toEqual(['/app/node', '/app/deploy/health-check.mjs']);
    expect(arrayOf('ENTRYPOINT')).toEqual(['/app/node', '/app/packages/cli/bin/windhover.js']);
  });
});

describe('the configurations in the image', () => {
  it.each([
    ['deploy/windhover.yaml', ['WINDHOVER_QUEUE_URL']],
    ['deploy/windhover-fleet.yaml', ['WINDHOVER_QUEUE_URL', 'WINDHOVER_DEAD_LETTER_QUEUE_URL']],
  ])('%s needs %j and is right then', (path, names) => {
    const environment = Object.fromEntries(names.map((name) => [name, 'https://sqs.example/1/queue']));
    expect(checkDeployedConfig(read(path), environment)).toEqual([]);
    expect(checkDeployedConfig(read(path), {}).filter((text) => text.endsWith('is not set'))).toEqual(
      names.map((name) => `${name} is not set`),
    );
    expect(lastStage.join('\n')).toContain(path);
  });
});

describe('deploy/health-check.mjs', () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/healthz' ? 200 : 503).end();
  });
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it.each([
    ['/healthz', 0, /^$/],
    ['/readyz', 1, /\/readyz: answered 503\n$/],
  ])('tells of %s with exit code %i', async (path, code, text) => {
    expect(await checkHealth(`${url}${path}`)).toEqual({ code, text: expect.stringMatching(text) });
  });

  it('fails where nobody listens', async () => {
    expect(await checkHealth('http://127.0.0.1:1/healthz')).toMatchObject({ code: 1 });
  });
});

function checkHealth(url: string): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(execPath, [join(root, 'deploy/health-check.mjs'), url], (error, _, text) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text }),
    );
  });
}
