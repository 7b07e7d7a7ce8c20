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
      'falco.yaml': 'config_files: [more.yaml]\npriority: high\nworkers: many\nlog_syslog: true\n',
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
    expect(stderr).toBe('warning: log_syslog has no effect here\n');
  });

  /** What is right, but for the line of a row. */
  const complete = (line: string): Readonly<Record<string, string>> => ({
    'falco.yaml': `rules_files: [rules.yaml]
plugins:
json_output: true
ingest:
  - {type: file, path: logs}
sinks:
  - {type: stdout, name: screen}
${line}
`,
    'rules.yaml':
      '- {rule: r, desc: d, condition: ct.name = x, output: o, priority: INFO, source: aws_cloudtrail}\n',
  });

  it('check has nothing to say of what is right, keys without values included', async () => {
    const { exitCode, stdout, stderr } = await run(['check', '-c', 'falco.yaml'], complete(''));
    expect([exitCode, stdout, stderr]).toEqual([0, 'falco.yaml: ok\n', '']);
  });

  it.each([
    [
      'a route to a sink that is not there',
      'routes: [{sinks: [scren]}]',
      'falco.yaml:8:19: routes[0].sinks[0]: there is no sink scren; did you mean "screen"?',
    ],
    [
      'a route of an unknown source',
      'routes: [{sinks: [screen], sources: [cloud]}]',
      /^falco.yaml:8:38: routes\[0\].sources\[0\]: there is no event source cloud; known are aws_cloudtrail, /,
    ],
    [
      'a certificate that is not there',
      'http_output: {enabled: true, url: "https://h", ca_cert: no.pem}',
      'falco.yaml:8:57: http_output.ca_cert: cannot read no.pem: there is no such file',
    ],
    [
      'a URL that is none',
      'http_output: {enabled: true, url: nowhere}',
      /^falco.yaml:8:35: http_output.url: /,
    ],
    [
      'a variable that is not set',
      'static_fields: {team: "${TEAM}"}',
      'falco.yaml:8:23: the environment variable TEAM is not set; it counts as empty',
    ],
  ])('check names %s, and its place', async (_what, line, message) => {
    const { exitCode, stdout } = await run(['check', '-c', 'falco.yaml'], complete(line));
    expect(exitCode).toBe(1);
    if (typeof message === 'string') expect(stdout).toBe(`${message}\n`);
    else expect(stdout).toMatch(message);
  });

  it.each([
    ['source: cloud', /there is no event source cloud/],
    ['type: http, paths: {/a: k8s_audt}', /paths.\/a: there is no event source k8s_audt; did you mean/],
    ['type: http, tls_certificate_file: a.pem', /give tls_certificate_file and tls_key_file together/],
    [
      'type: http, tls_certificate_file: a.pem, tls_key_file: b.pem',
      /cannot read a.pem.*\n.*cannot read b.pem/,
    ],
    ['type: http, bearer_token: ""', /expected a token/],
    ['type: aws_s3, uri: "s3://b", interval: yesterday', /interval: invalid interval "yesterday"/],
    ['type: azure_blob, container: c', /give either connection_string or account/],
    [
      'type: azure_event_hubs, namespace: n, checkpoint_account: a, checkpoint_container: c',
      /needs event_hub/,
    ],
  ])('check refuses an ingest with %s', async (keys, message) => {
    const files = complete('');
    const item = keys.startsWith('type') ? keys : `type: file, path: logs, ${keys}`;
    const text = files['falco.yaml']!.replace('type: file, path: logs', item);
    const { exitCode, stdout } = await run(['check', '-c', 'falco.yaml'], { ...files, 'falco.yaml': text });
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(message)]);
    expect(stdout).toMatch(/^falco.yaml:5:\d+: ingest\[0\]/);
  });

  it.each([
    ['nothing to read', 'ingest:\nsinks: [{type: stdout}]\n', /nothing to read: configure ingest/],
    ['no output', 'ingest: [{type: file, path: a}]\n', /No output configured/],
    [
      'a plugin that cannot do what it is told',
      'sinks: [{type: stdout}]\nplugins: [{name: cloudtrail, library_path: libcloudtrail.so, open_params: "s3://b", init_config: {s3AccountList: a}}]\n',
      /^falco.yaml:3:\d+: plugins\[0\].init_config.s3AccountList: invalid account list/m,
    ],
  ])('check and run refuse %s alike', async (_what, text, message) => {
    const files = { ...complete(''), 'falco.yaml': `rules_files: [rules.yaml]\n${text}` };
    const checked = await run(['check', '-c', 'falco.yaml'], files);
    const started = await runForTest(['run', '-c', 'falco.yaml'], folder);
    expect([checked.exitCode, started.exitCode]).toEqual([1, 1]);
    expect(checked.stdout).toMatch(message);
    expect(started.stderr).toMatch(message);
  });

  it('check names rules files that are not there; run passes over them as Falco does', async () => {
    const files = complete('');
    const text = files['falco.yaml']!.replace('[rules.yaml]', '[none.yaml, rules.yaml]');
    const { exitCode, stdout } = await run(['check', '-c', 'falco.yaml'], { ...files, 'falco.yaml': text });
    expect([exitCode, stdout]).toEqual([
      1,
      'falco.yaml:1:15: rules_files[0]: there is no rules file none.yaml\n',
    ]);
  });

  it('check names rules that do not load as run does', async () => {
    const files = { ...complete(''), 'rules.yaml': '- {rule: r, desc: d, condition: ct.nam = x}\n' };
    const checked = await run(['check', '-c', 'falco.yaml'], files);
    const started = await runForTest(['run', '-c', 'falco.yaml'], folder);
    expect([checked.exitCode, started.exitCode]).toEqual([1, 1]);
    expect(checked.stdout).toContain('rules.yaml: Invalid');
    expect(started.stderr).toBe(checked.stdout);
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

  it('show adds the defaults of our own keys when it is asked to', async () => {
    const { stdout } = await run(['show', '--defaults', '-c', 'falco.yaml'], {
      'falco.yaml': 'priority: info\nworkers: 2\nsinks: [{type: file, path: a}]\nstate:\n',
    });
    expect(stdout).toBe(`priority: info
workers: 2
sinks:
  -
    type: file
    path: a
    required: true
    format: json
    keep_alive: true
    sync: false
state: ~
event_sources:
  okta: {}
compatibility: fixed
drain_timeout: 25s
`);
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
