import { loadConfig } from '@windhover/config';
import { describe, expect, it } from 'vitest';
import { listFalcoSinks } from './list-falco-sinks.ts';

function list(text: string) {
  const loaded = loadConfig({
    path: 'falco.yaml',
    options: [],
    files: { readText: () => text, listFolder: () => undefined },
    environment: () => undefined,
  });
  if (!loaded.ok) throw new Error(loaded.message);
  return listFalcoSinks(loaded.config.settings);
}

describe("sinks of Falco's outputs", () => {
  it.each([
    ['stdout_output: {enabled: true}', { type: 'stdout', format: 'text' }],
    ['{json_output: true, stdout_output: {enabled: true}}', { type: 'stdout', format: 'json' }],
    [
      'file_output: {enabled: true, filename: a, keep_alive: false}',
      { type: 'file', path: 'a', keep_alive: false },
    ],
    [
      'program_output: {enabled: true, program: cat, keep_alive: true}',
      { type: 'program', command: 'cat', keep_alive: true },
    ],
    ['syslog_output: {enabled: true}', { type: 'syslog', host: '127.0.0.1', port: 514 }],
    [
      'http_output: {enabled: true, url: "http://h/", user_agent: mine, echo: true, insecure: true}',
      { type: 'http', headers: { 'User-Agent': 'mine' }, echo: true, insecure: true },
    ],
    [
      'http_output: {enabled: true, url: "http://h/", ca_cert: ca, mtls: true, client_cert: c, client_key: k}',
      { type: 'http', ca_file: 'ca', client_certificate_file: 'c', client_key_file: 'k' },
    ],
  ])('%s', (text, expected) => {
    expect(list(text)).toMatchObject({ ok: true, sinks: [expected] });
  });

  it('come in the order of Falco, under the names of their keys', () => {
    const names = ['http', 'program', 'stdout', 'syslog', 'file'].map((name) => `${name}_output`);
    const text = names.map((name) => `${name}: {enabled: true, url: "http://h", program: p, filename: f}`);
    const listed = list(text.join('\n'));
    expect(listed.ok && listed.sinks.map(({ name }) => name)).toEqual([
      'file_output',
      'stdout_output',
      'syslog_output',
      'program_output',
      'http_output',
    ]);
  });

  it('are refused for a URL that is none', () => {
    expect(list('http_output: {enabled: true, url: nowhere}')).toMatchObject({ ok: false });
  });
});
