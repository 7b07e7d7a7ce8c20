// `config_files`: other files merged over the main one, key by key at top level (spec outputs.md §11).
import { ConfigError } from './config-error.ts';
import { badConversion, scalarText } from './config-reader.ts';
import type { ConfigNode } from './config-node.ts';

export type MergeStrategy = 'append' | 'override' | 'add-only';

export interface ConfigFileReference {
  readonly path: string;
  readonly strategy: MergeStrategy;
}

/** The entries of `config_files`. A scalar counts as a list of one; an unknown strategy as `append`. */
export function readConfigFileReferences(node: ConfigNode | undefined): ConfigFileReference[] {
  if (node === undefined || node.kind === 'null' || node.kind === 'map') return [];
  if (node.kind === 'scalar') return [{ path: node.text, strategy: 'append' }];
  return node.items.map((item) => {
    if (item.kind === 'scalar') return { path: item.text, strategy: 'append' };
    const path = item.kind === 'map' ? item.members.get('path') : undefined;
    if (path === undefined) throw badConversion(item);
    const strategy = item.members.get('strategy');
    return { path: scalarText(path), strategy: readStrategy(strategy) };
  });
}

/** Merge an included file into the main configuration. */
export function mergeConfig(root: ConfigNode, included: ConfigNode, strategy: MergeStrategy): void {
  if (included.kind !== 'map') {
    throw new ConfigError(
      'invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa',
    );
  }
  for (const [name, value] of included.members) {
    const known = root.members.get(name);
    if (known === undefined || strategy === 'override') root.members.set(name, value);
    else if (strategy === 'append' && known.kind === 'sequence' && value.kind === 'sequence')
      known.items.push(...value.items);
    else if (strategy === 'append') root.members.set(name, value);
  }
}

function readStrategy(node: ConfigNode | undefined): MergeStrategy {
  const text = node?.kind === 'scalar' ? node.text : '';
  return text === 'override' || text === 'add-only' ? text : 'append';
}
