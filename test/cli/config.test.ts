import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runForTest } from './run-for-test.ts';

describe('windhover config', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (words: readonly string[], files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return runForTest(['config', ...words], folder);
  };

  it.each([
    [
      'an unknown key',
      'jsn_output: true',
      'falco.yaml:1:13: jsn_output: unknown key; did you mean "json_output"?',
    ],
    [
      'a value of another kind',
      'webserver: {enabled: 5}',
      'falco.yaml:1:22: webserver.enabled: expected true or false',
    ],
    ['a scalar for a map', 'webserver: yes', 'falco.yaml:1:12: webserver: expected a map'],
    [
      'a key twice',
      'a:\nb:\nwebserver: {enabled: true, enabled: false}',
      /^falco.yaml:3:12: webserver: a key stands here twice/m,
    ],
    ['an unknown priority', 'priority: high', /^falco.yaml:1:11: Unknown priority "high"/],
    ['an output that lacks its file', 'file_output: {enabled: true}', /^falco.yaml:1:14: .*no filename/],
    [
      'a plugin that is not configured',
      'load_plugins: [json]',
      /^falco.yaml:1:15: Cannot load plugin 'json'/,
    ],
    [
      'one of our own',
      'ingest:\n  - type: http\n    listen_port: 99999',
      /^falco.yaml:3:18: ingest\[0\].listen_port: /,
    ],
    ['what is no YAML', 'a: [1', /^falco.yaml:\d+:\d+: Cannot read config file \(falco.yaml\): yaml-cpp/],
  ])('check names %s, and its place', async (_what, text, message) => {
    const { exitCode, stdout } = await run(['check', '-c', 'falco.yaml'], { 'falco.yaml': text });
    expect(exitCode).toBe(1);
    if (typeof message === 'string') expect(stdout).toBe(`${message}\n`);
    else expect(stdout).toMatch(message);
  });

  it('check names all mistakes at once, each in its file', async () => {
    const { exitCode, stdout, stderr } = await run(['check', '-c', 'falco.yaml', '-o', 'log_level=loud'], {
      'falco.yaml': 'config_files: [more.yaml]\npriority: high\nworkers: many\nmetrics: {enabled: true}\n',
      'more.yaml': '\nrule_matching: some\nwatch: true\n',
    });
    expect(exitCode).toBe(1);
    expect(stdout.split('\n').map((line) => line.replace(/^(\S+ \S+).*/, '$1'))).toEqual([
      '-o: Unknown',
      'falco.yaml:2:11: Unknown',
      'falco.yaml:3:10: workers:',
      'more.yaml:2:16: Unknown',
      'more.yaml:3:8: watch:',
      '',
    ]);
    expect(stderr).toBe('warning: metrics has no effect here\n');
  });

  it('check has nothing to say of what is right, keys without values included', async () => {
    const text =
      'rules_files: [rules.yaml]\nplugins:\njson_output: true\ningest:\n  - {type: file, path: logs}\n';
    const { exitCode, stdout, stderr } = await run(['check', '-c', 'falco.yaml'], { 'falco.yaml': text });
    expect([exitCode, stdout, stderr]).toEqual([0, 'falco.yaml: ok\n', '']);
  });

  it('check tells that the file is missing', async () => {
    const { exitCode, stdout } = await run(['check', '-c', 'none.yaml'], {});
    expect([exitCode, stdout]).toEqual([
      1,
      'none.yaml:1:1: Could not find configuration file at none.yaml\n',
    ]);
  });

  it('show prints what options and includes come to', async () => {
    const { exitCode, stdout } = await run(['show', '-c', 'falco.yaml', '-o', 'webserver.enabled=true'], {
      'falco.yaml': 'config_files: [more.yaml]\nrules_files: [a.yaml]\n',
      'more.yaml': 'rules_files: [b.yaml]\n',
    });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      'config_files:\n  - more.yaml\nrules_files:\n  - a.yaml\n  - b.yaml\nwebserver:\n  enabled: true\n',
    );
  });

  it.each([
    ['ingest: [{type: http, bearer_token: hush}]'],
    ['sinks: [{type: http, url: "https://hooks.example.com/services/hush", headers: {X-Any: hush}}]'],
    ['http_output: {url: "https://user:hush@example.com"}'],
    ['ingest: [{type: azure_blob, container: c, connection_string: "AccountName=a;AccountKey=hush=="}]'],
    ['plugins: [{name: okta, library_path: libokta.so, init_config: {organization: o, api_token: hush}}]'],
    ['plugins: [{name: okta, library_path: libokta.so, init_config: \'{"api_token":"hush"}\'}]'],
    ['plugins: [{name: a, library_path: b, open_params: "https://h/p?sig=hush&x=1"}]'],
  ])('show masks the secret of %s', async (text) => {
    const { exitCode, stdout } = await run(['show', '-c', 'falco.yaml'], { 'falco.yaml': text });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('***');
    expect(stdout).not.toContain('hush');
  });

  it('show leaves paths of files with secrets, and other addresses', async () => {
    const text =
      'ingest: [{type: aws_sqs, queue_url: "https://sqs.example.com/1/q"}]\nsinks: [{type: http, url: "https://h.example.com", client_private_key_file: k.pem}]\n';
    const { stdout } = await run(['show', '-c', 'falco.yaml'], { 'falco.yaml': text });
    expect(stdout).not.toContain('***');
  });

  it('check takes numbers of options for numbers', async () => {
    const words = ['check', '-c', 'falco.yaml', '-o', 'workers=2', '-o', 'ingest[0].pollers=65'];
    const { exitCode, stdout } = await run(words, {
      'falco.yaml': 'ingest: [{type: aws_sqs, queue_name: q}]',
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^-o: ingest\[0\]\.pollers: too big.*\n$/);
  });

  it('needs a file', async () => {
    expect(await run(['check'], {})).toMatchObject({ exitCode: 2 });
  });
});
