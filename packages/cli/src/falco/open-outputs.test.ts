import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { loadConfig, type FalcoSettings } from '@windhover/config';
import type { RenderedAlert } from '@windhover/pipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandIo } from '../process-io.ts';
import { openOutputs } from './open-outputs.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'windhover-outputs-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const alert: RenderedAlert = {
  alert: {
    id: 'a1',
    rule: 'r',
    source: 'aws_cloudtrail',
    priority: 'Warning',
    tags: [],
    timeNs: 0n,
    message: 'm',
    outputFields: new Map(),
  } as unknown as RenderedAlert['alert'],
  text: 'the text',
  json: '{"the":"json"}',
};

/** Deliver one alert to the channels of a configuration; gives what was printed and logged. */
async function deliver(yaml: string): Promise<{ stdout: string; log: string[] }> {
  const stdout = new PassThrough();
  const chunks: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const io: CommandIo = {
    env: {},
    cwd: folder,
    stdin: Readable.from([]),
    stdout,
    stderr: new PassThrough(),
    hostname: 'h',
    signal: new AbortController().signal,
    terminalColumns: undefined,
    useColor: false,
  };
  const log: string[] = [];
  const outputs = openOutputs(
    readSettings(yaml),
    io,
    (level, message) => void log.push(`${level}: ${message}`),
  );
  await outputs.deliver(alert);
  await outputs.close();
  return { stdout: Buffer.concat(chunks).toString(), log };
}

function readSettings(yaml: string): FalcoSettings {
  const loaded = loadConfig({
    path: 'falco.yaml',
    options: [],
    files: { readText: () => yaml, listFolder: () => undefined },
    environment: () => undefined,
  });
  if (!loaded.ok) throw new Error(loaded.message);
  return loaded.config.settings;
}

async function withServer<Value>(
  status: number,
  use: (url: string, bodies: string[]) => Promise<Value>,
): Promise<Value> {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(`${request.headers['content-type']} ${request.headers['user-agent']} ${body}`);
      response.writeHead(status).end('answer');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe("Falco's channels", () => {
  it('writes the same line to all of them, in order', async () => {
    const yaml = `
stdout_output: {enabled: true}
file_output: {enabled: true, filename: out.txt}
program_output: {enabled: true, program: "cat out.txt - | tr a-z A-Z"}`;
    expect(await deliver(yaml)).toEqual({ stdout: 'the text\nTHE TEXT\nTHE TEXT\n', log: [] });
    expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toBe('the text\n');
  });

  it.each([200, 404, 500])('counts the answer %i as delivery', async (status) => {
    await withServer(status, async (url, bodies) => {
      const result = await deliver(
        `json_output: true\nhttp_output: {enabled: true, url: "${url}", echo: true}`,
      );
      expect(result).toEqual({ stdout: 'answer', log: [] });
      expect(bodies).toEqual(['application/json falcosecurity/falco {"the":"json"}']);
    });
  });

  it('tells a server that is not there, and goes on', async () => {
    const url = await withServer(200, (address) => Promise.resolve(address));
    expect(await deliver(`http_output: {enabled: true, url: "${url}"}`)).toEqual({
      stdout: '',
      log: ['error: libcurl failed to perform call: Could not connect to server'],
    });
  });

  it('tells a file that cannot be opened by its name as configured', async () => {
    expect((await deliver('file_output: {enabled: true, filename: no/out.txt}')).log).toEqual([
      'error: file: failed to open output file no/out.txt',
    ]);
  });
});
