import { loadConfig } from '@windhover/config';
import { describe, expect, it } from 'vitest';
import { loadPlugins } from './load-plugins.ts';
import { parseFalcoArguments } from './parse-arguments.ts';
import type { RunningSource } from './process-events.ts';
import { describeRun, isServed } from './serve-sources.ts';
import type { FalcoSession } from './session.ts';

const yaml = `
plugins:
  - {name: cloudtrail, library_path: libcloudtrail.so, open_params: "sqs://queue"}
  - {name: k8saudit, library_path: libk8saudit.so, open_params: "http://:9765/k8s-audit"}
  - {name: json, library_path: libjson.so}`;

function start(words: readonly string[], text = yaml): { session: FalcoSession; sources: RunningSource[] } {
  const parsed = parseFalcoArguments(words);
  const loaded = loadConfig({
    path: 'falco.yaml',
    options: [],
    files: { readText: () => text, listFolder: () => undefined },
    environment: () => undefined,
  });
  if (!parsed.ok || !loaded.ok) throw new Error('the test is wrong');
  const session = { given: parsed.given, config: loaded.config } as unknown as FalcoSession;
  const sources = loadPlugins(session).flatMap((plugin) =>
    plugin.plugin.source === undefined ? [] : [{ name: plugin.plugin.source.name, plugin }],
  );
  return { session, sources };
}

describe('sources that the daemon serves', () => {
  it('are those whose open_params are a URL', () => {
    const { sources } = start([], yaml.replace('http://:9765/k8s-audit', 'events.json'));
    expect(sources.map(isServed)).toEqual([true, false]);
  });

  it('keep what the command line asks for', () => {
    const { session, sources } = start([
      '-c',
      'f.yaml',
      '-r',
      'r',
      '-o',
      'json_output=true',
      '-p',
      '%ct.user',
    ]);
    expect(describeRun(session, sources.slice(0, 1))).toEqual({
      config: 'f.yaml',
      rules: ['r'],
      option: [
        'json_output=true',
        'compatibility=strict',
        'append_output[].extra_output=%ct.user',
        'plugins[1].open_params=',
        'plugins[2].open_params=',
      ],
    });
  });

  it('run in the compatibility that the configuration names', () => {
    const { session, sources } = start([], `compatibility: fixed\n${yaml}`);
    expect(describeRun(session, sources).option).toEqual(['plugins[2].open_params=']);
  });
});
