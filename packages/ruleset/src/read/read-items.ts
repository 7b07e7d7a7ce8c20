import type { ByteString } from '@windhover/bytes';
import type { Collected } from '../collect/collected.ts';
import { enterNode, type Context } from '../context.ts';
import type { LookUpCatalog } from '../look-up-catalog.ts';
import type { Report } from '../report.ts';
import { findValue, textOf, type YamlMap, type YamlNode } from '../yaml/yaml-node.ts';
import { readList } from './read-list.ts';
import { readMacro } from './read-macro.ts';
import { readEngineVersion, readPluginVersions } from './read-requirements.ts';
import { readRule } from './read-rule.ts';

type ReadItem = (
  map: YamlMap,
  file: Context,
  collected: Collected,
  lookUp: LookUpCatalog,
  report: Report,
) => void;

interface ItemKind {
  readonly contextType: 'required_engine_version' | 'required plugin versions' | 'list' | 'macro' | 'rule';
  /** The key that makes an item one of this kind. */
  readonly key: ByteString;
  /** Whether the value of that key is the name of the item. */
  readonly isNamed: boolean;
  readonly knownKeys: readonly ByteString[];
  readonly read: ReadItem;
}

/** In the order in which Falco looks for their keys, spec rules-files.md §3. */
const KINDS: readonly ItemKind[] = [
  {
    contextType: 'required_engine_version',
    key: 'required_engine_version',
    isNamed: false,
    knownKeys: ['required_engine_version'],
    read: (map, file, collected, _lookUp, report) => readEngineVersion(map, file, collected, report),
  },
  {
    contextType: 'required plugin versions',
    key: 'required_plugin_versions',
    isNamed: false,
    knownKeys: ['required_plugin_versions'],
    read: (map, file, collected, _lookUp, report) => readPluginVersions(map, file, collected, report),
  },
  {
    contextType: 'list',
    key: 'list',
    isNamed: true,
    knownKeys: ['list', 'items', 'append', 'override'],
    read: (map, file, collected, _lookUp, report) => readList(map, file, collected, report),
  },
  {
    contextType: 'macro',
    key: 'macro',
    isNamed: true,
    knownKeys: ['macro', 'condition', 'append', 'override'],
    read: (map, file, collected, _lookUp, report) => readMacro(map, file, collected, report),
  },
  {
    contextType: 'rule',
    key: 'rule',
    isNamed: true,
    knownKeys: [
      'rule',
      'condition',
      'output',
      'desc',
      'priority',
      'source',
      'enabled',
      'capture',
      'capture_duration',
      'warn_evttypes',
      'skip-if-unknown-filter',
      'tags',
      'exceptions',
      'override',
      'append',
    ],
    read: readRule,
  },
];

/** Read the items of one document and collect them; stops when the report wants no more. */
export function readItems(
  document: YamlNode,
  file: Context,
  collected: Collected,
  lookUp: LookUpCatalog,
  report: Report,
): void {
  if (document.kind !== 'sequence') {
    const message =
      document.kind === 'map' ? 'Rules content is not yaml array of objects' : 'Rules content is not yaml';
    const { span } = enterNode(file, 'rules content item', '', document);
    report.error('LOAD_ERR_YAML_VALIDATE', message, { ...file, span });
    return;
  }
  for (const item of document.items) {
    if (report.stopped) return;
    readItem(item, file, collected, lookUp, report);
  }
}

function readItem(
  item: YamlNode,
  file: Context,
  collected: Collected,
  lookUp: LookUpCatalog,
  report: Report,
): void {
  if (item.kind === 'scalar' && item.isNull) return;
  const context = enterNode(file, 'rules content item', '', item);
  if (item.kind !== 'map') {
    const message = 'Unexpected element type. Each element should be a yaml associative array.';
    report.error('LOAD_ERR_YAML_VALIDATE', message, context);
    return;
  }
  const kind = KINDS.find(({ key }) => findValue(item, key) !== undefined);
  if (kind === undefined) {
    const [first] = item.entries;
    const name = first?.key.kind === 'scalar' ? textOf(first.key) : '';
    report.warn('LOAD_UNKNOWN_ITEM', 'Unknown top level item', context, {
      subject: { kind: 'key', name, candidates: () => KINDS.map(({ key }) => key) },
    });
    return;
  }
  kind.read(item, file, collected, lookUp, report);
  warnUnknownKeys(item, kind, file, report);
}

function warnUnknownKeys(item: YamlMap, kind: ItemKind, file: Context, report: Report): void {
  const value = findValue(item, kind.key);
  const name = value?.kind === 'scalar' && kind.isNamed ? textOf(value) : '';
  const context = enterNode(file, kind.contextType, name, item);
  for (const entry of item.entries) {
    if (entry.key.kind !== 'scalar') continue;
    const key = textOf(entry.key);
    if (kind.knownKeys.includes(key)) continue;
    const span = { source: file.file.source, start: entry.key.start, end: entry.key.end };
    report.warn(
      'LOAD_UNKNOWN_KEY',
      `Unknown key '${key}'. The key will be ignored.`,
      { ...context, span },
      {
        subject: { kind: 'key', name: key, candidates: () => kind.knownKeys },
      },
    );
  }
}
