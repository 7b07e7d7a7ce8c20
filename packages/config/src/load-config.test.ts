import { describe, expect, it } from 'vitest';
import { loadConfig, type ConfigResult } from './load-config.ts';

/** Load `falco.yaml` of a folder that is only in memory. */
function load(files: Readonly<Record<string, string>>, ...options: string[]): ConfigResult {
  return loadConfig({
    path: 'falco.yaml',
    options,
    files: {
      readText: (path) => files[path],
      listFolder(path) {
        const inside = Object.keys(files).filter((name) => name.startsWith(`${path}/`));
        return inside.length > 0 ? inside.sort() : undefined;
      },
    },
    environment: (name) => ({ DIR: 'conf.d' })[name],
  });
}

function settingsOf(
  text: string,
  ...options: string[]
): Extract<ConfigResult, { ok: true }>['config']['settings'] {
  const result = load({ 'falco.yaml': text }, ...options);
  if (!result.ok) throw new Error(result.message);
  return result.config.settings;
}

describe('configuration files', () => {
  it('has defaults for everything', () => {
    expect(settingsOf('')).toMatchObject({
      rulesFiles: [],
      plugins: [],
      priority: 'Debug',
      ruleMatching: 'first',
      timeFormatIso8601: false,
      json: {
        enabled: false,
        includeOutput: true,
        includeMessage: false,
        includeFields: true,
        includeTags: true,
      },
      outputs: { stdout: false, syslog: false },
      log: { stderr: false, level: 'info' },
    });
  });

  it('merges included files and folders, names them sorted, and applies options last', () => {
    const result = load(
      {
        'falco.yaml': 'config_files: ["${DIR}", gone.yaml]\njson_output: false\nrules_files: [a.yaml]',
        'conf.d/1.yaml': 'json_output: true\nrules_files: [b.yaml]',
        'conf.d/2.yaml': 'priority: error',
      },
      'priority=notice',
    );
    if (!result.ok) throw new Error(result.message);
    expect(result.config.settings).toMatchObject({
      rulesFiles: ['a.yaml', 'b.yaml'],
      priority: 'Notice',
      json: { enabled: true },
    });
    expect(result.config.files).toEqual([
      { name: 'conf.d/1.yaml', schema: 'ok' },
      { name: 'conf.d/2.yaml', schema: 'ok' },
      { name: 'falco.yaml', schema: 'ok' },
    ]);
  });

  it.each<[string, Record<string, string>, string[], string]>([
    ['a file that is not there', {}, [], 'Could not find configuration file at falco.yaml'],
    [
      'a file that includes itself',
      { 'falco.yaml': 'config_files: [falco.yaml]' },
      [],
      "Config error: 'config_files' directive tried to recursively include main config file: falco.yaml.",
    ],
    [
      'an included file that includes',
      { 'falco.yaml': 'config_files: [x.yaml]', 'x.yaml': 'config_files: []' },
      [],
      "Config error: 'config_files' directive in included config file x.yaml.",
    ],
    [
      'both spellings',
      { 'falco.yaml': 'rules_file: a\nrules_files: b' },
      [],
      "Error reading config file (falco.yaml): both 'rules_files' and 'rules_file' keys set",
    ],
    ['a log level that is none', { 'falco.yaml': 'log_level: loud' }, [], 'Unknown log level loud'],
    [
      'a priority that is none',
      { 'falco.yaml': '' },
      ['priority=x'],
      'Unknown priority "x"--must be one of emergency, alert, critical, error, warning, notice, informational, debug',
    ],
    [
      'a strategy that is none',
      { 'falco.yaml': 'rule_matching: x' },
      [],
      'Unknown rule matching strategy "x"--must be one of first, all',
    ],
    [
      'a scalar where a map belongs',
      { 'falco.yaml': 'outputs_queue: 5' },
      [],
      'Config error at key "outputs_queue.capacity": yaml-cpp: error at line 1, column 16: operator[] call on a scalar (key: "capacity")',
    ],
    [
      'a plugin that is not configured',
      { 'falco.yaml': 'load_plugins: [x]' },
      [],
      "Cannot load plugin 'x': plugin config not found for given name",
    ],
    [
      'a selection without name',
      { 'falco.yaml': 'rules:\n  - disable: {}' },
      [],
      'yaml-cpp: error at line 2, column 5: bad conversion',
    ],
    [
      'a selection by a list',
      { 'falco.yaml': 'rules:\n  - disable: {rule: [a]}' },
      [],
      'yaml-cpp: error at line 2, column 21: bad conversion',
    ],
    ['append_output as text', { 'falco.yaml': '' }, ['append_output=[x]'], 'bad conversion'],
  ])('rejects %s', (_what, files, options, message) => {
    expect(load(files, ...options)).toMatchObject({ ok: false, message, isUnreadable: false });
  });

  it('tells a file that is not YAML from one that is wrong', () => {
    const result = load({ 'falco.yaml': 'json_output: [\na: b' });
    expect(result).toMatchObject({ ok: false, isUnreadable: true });
    expect(result.ok ? '' : result.message).toMatch(
      /^Cannot read config file \(falco\.yaml\): yaml-cpp: error at line /,
    );
  });
});

describe("Falco's keys", () => {
  it.each([
    ['true', true],
    ['Yes', true],
    ['"on"', true],
    ['TRUE', true],
    ['tRUE', false],
    ['1', false],
    ['maybe', false],
    ['[true]', false],
  ])('json_output: %s is %s', (text, expected) => {
    expect(settingsOf(`json_output: ${text}`).json.enabled).toBe(expected);
  });

  it.each([
    ['info', 'Informational'],
    ['CRITICAL', 'Critical'],
    ['[info]', 'Debug'],
  ])('priority: %s is %s', (text, expected) => {
    expect(settingsOf(`priority: ${text}`).priority).toBe(expected);
  });

  it('takes the first of two equal keys and tells it in the schema status', () => {
    const result = load({ 'falco.yaml': 'json_output: true\njson_output: false' });
    expect(result).toMatchObject({ ok: true, config: { settings: { json: { enabled: true } } } });
    expect(result.ok && result.config.files[0]?.schema).toMatch(/^failed for <root>: .*: ''\.$/);
  });

  it('knows no key that objects of JavaScript have', () => {
    const result = load({ 'falco.yaml': '__proto__: {json_output: true}\nconstructor: 5' });
    expect(result.ok && result.config.files[0]?.schema).toMatch(/^failed for <root>: .*: '__proto__'\.$/);
    expect(result.ok && result.config.settings.json.enabled).toBe(false);
  });

  it('compares keep_alive as text', () => {
    expect(settingsOf('file_output: {enabled: true, filename: f, keep_alive: yes}').outputs.file).toEqual({
      filename: 'f',
      keepAlive: false,
    });
  });

  it('reads plugins in the order of load_plugins', () => {
    const text = `
load_plugins: [b, a]
plugins:
  - {name: a, library_path: liba.so, init_config: {x: 1, y: "2"}, open_params: " p "}
  - {name: b, library_path: libb.so}`;
    expect(settingsOf(text).plugins).toEqual([
      { name: 'b', libraryPath: 'libb.so', initConfig: undefined, openParams: '' },
      { name: 'a', libraryPath: 'liba.so', initConfig: { x: 1, y: '2' }, openParams: 'p' },
    ]);
  });

  it('reads append_output', () => {
    const text = `
append_output:
  - match: {source: s, tags: [t], rule: r}
    extra_output: x
    extra_fields: [ct.user, {who: "%ct.user"}]
    suggested_output: yes
  - match: {tags: t}
    extra_output: ""`;
    expect(settingsOf(text).appendOutput).toEqual([
      {
        match: { source: 's', tags: ['t'], rule: 'r' },
        extraOutput: 'x',
        extraFields: [{ field: 'ct.user' }, { name: 'who', format: '%ct.user' }],
        suggestedOutput: true,
      },
      { match: {}, extraFields: [], suggestedOutput: false },
    ]);
  });

  it('reads both parts of a selection entry, enable before disable', () => {
    expect(
      settingsOf('rules: [{enable: {rule: a, tag: b}, disable: {rule: c}}, {disable: {tag: 5}}]').selection,
    ).toEqual([
      { enable: true, rule: 'a' },
      { enable: true, tag: 'b' },
      { enable: false, tag: '5' },
    ]);
  });
});
