import { describe, expect, it } from 'vitest';
import { toPlain, type ConfigNode } from './config-node.ts';
import { mergeConfig, readConfigFileReferences, type MergeStrategy } from './merge-config.ts';
import { readConfigText } from './read-config-file.ts';

function read(text: string): ConfigNode {
  return readConfigText('falco.yaml', text, (value) => value)!;
}

describe('merging an included file', () => {
  const main = '{list: [a], map: {x: 1}, text: t}';
  const included = '{list: [b], map: {y: 2}, text: u, fresh: n}';

  it.each<[MergeStrategy, unknown]>([
    ['append', { list: ['a', 'b'], map: { y: 2 }, text: 'u', fresh: 'n' }],
    ['override', { list: ['b'], map: { y: 2 }, text: 'u', fresh: 'n' }],
    ['add-only', { list: ['a'], map: { x: 1 }, text: 't', fresh: 'n' }],
  ])('%s', (strategy, expected) => {
    const root = read(main);
    mergeConfig(root, read(included), strategy);
    expect(toPlain(root)).toEqual(expected);
  });

  it('rejects a file that is a list', () => {
    expect(() => mergeConfig(read(main), read('[a]'), 'append')).toThrow(
      /^invalid node; this may result from/,
    );
  });
});

describe('entries of config_files', () => {
  it.each<[string, unknown]>([
    [
      '[a.yaml, d]',
      [
        { path: 'a.yaml', strategy: 'append' },
        { path: 'd', strategy: 'append' },
      ],
    ],
    ['a.yaml', [{ path: 'a.yaml', strategy: 'append' }]],
    ['[{path: a.yaml, strategy: add-only}]', [{ path: 'a.yaml', strategy: 'add-only' }]],
    ['[{path: a.yaml, strategy: sideways}]', [{ path: 'a.yaml', strategy: 'append' }]],
    ['{a: b}', []],
    ['~', []],
  ])('%s', (text, expected) => {
    expect(readConfigFileReferences(read(`k: ${text}`).members.get('k'))).toEqual(expected);
  });

  it('rejects an entry without a path at its place', () => {
    const entries = read('config_files:\n  - {strategy: append}').members.get('config_files');
    expect(() => readConfigFileReferences(entries)).toThrow(
      'yaml-cpp: error at line 2, column 5: bad conversion',
    );
  });
});
