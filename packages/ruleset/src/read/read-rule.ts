import type { ByteString } from '@windhover/bytes';
import { defineRule } from '../collect/collect-rule.ts';
import { appendToRule, enableRule, replaceInRule, type RuleUpdate } from '../collect/update-rule.ts';
import type { Collected } from '../collect/collected.ts';
import { enterNode, type Context } from '../context.ts';
import { parsePriority } from '../priority.ts';
import type { Report } from '../report.ts';
import { PRIORITIES, type Priority } from '../ruleset.ts';
import { trimTraced, untraced } from '../traced-text.ts';
import { findValue, type YamlMap } from '../yaml/yaml-node.ts';
import type { LookUpCatalog } from '../look-up-catalog.ts';
import {
  decodeFlag,
  decodeLenientText,
  decodeText,
  decodeTexts,
  decodeTraced,
  decodeUint32,
  type KeyRequest,
} from './decode-value.ts';
import { readExceptions } from './read-exceptions.ts';
import { readUpdateMode, type Overridable, type UpdateMode } from './read-overrides.ts';

const OVERRIDABLE: Overridable = {
  append: ['condition', 'output', 'desc', 'tags', 'exceptions'],
  replace: [
    'condition',
    'output',
    'desc',
    'priority',
    'capture',
    'capture_duration',
    'tags',
    'exceptions',
    'enabled',
    'warn_evttypes',
    'skip-if-unknown-filter',
  ],
};
const ENABLED_DEPRECATED =
  "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').";

interface RuleItem {
  readonly map: YamlMap;
  readonly name: ByteString;
  readonly context: Context;
  readonly collected: Collected;
  readonly lookUp: LookUpCatalog;
  readonly report: Report;
}

/** Read an item with `rule` in any of its forms and collect it, spec rules-files.md §5, §8, §9. */
export function readRule(
  map: YamlMap,
  file: Context,
  collected: Collected,
  lookUp: LookUpCatalog,
  report: Report,
): void {
  const name = decodeText({ map, key: 'rule', context: enterNode(file, 'rule', '', map), report });
  if (name === undefined) return;
  const context = enterNode(file, 'rule', name, map);
  const mode = readUpdateMode(map, OVERRIDABLE, context, report);
  if (mode === undefined) return;
  const item: RuleItem = { map, name, context, collected, lookUp, report };
  if (mode.appended.size + mode.replaced.size > 0) readOverridingItem(item, mode);
  else if (mode.legacyAppend) readAppendingItem(item);
  else if (['condition', 'output', 'desc', 'priority'].some((key) => findValue(map, key) !== undefined))
    readDefinition(item);
  else readEnablingItem(item);
}

function request(item: RuleItem, key: ByteString, optional = false): KeyRequest {
  return { map: item.map, key, context: item.context, report: item.report, optional };
}

function readDefinition(item: RuleItem): void {
  const { map, name, context, collected, lookUp, report } = item;
  const condition = decodeTraced(request(item, 'condition'));
  const output = decodeTraced(request(item, 'output'));
  const description = decodeText(request(item, 'desc'));
  const priority = readPriority(item);
  const source = decodeText(request(item, 'source', true)) ?? 'syscall';
  const enabled = decodeFlag(request(item, 'enabled', true)) ?? true;
  const capture = decodeFlag(request(item, 'capture', true)) ?? false;
  const captureDuration = decodeUint32(request(item, 'capture_duration', true)) ?? 0;
  const warnEvttypes = decodeFlag(request(item, 'warn_evttypes', true)) ?? true;
  const skipIfUnknownFilter = decodeFlag(request(item, 'skip-if-unknown-filter', true)) ?? false;
  const tags = readTags(item);
  const exceptions = readExceptions(map, false, context, report);
  if (report.stopped || condition === undefined) return;
  defineRule(
    collected,
    {
      name,
      context,
      source,
      enabled,
      capture,
      captureDuration,
      warnEvttypes,
      skipIfUnknownFilter,
      exceptions,
      conditionContext: enterValue(item, 'rule condition', 'condition'),
      outputContext: enterValue(item, 'rule output', 'output'),
      // What failed was reported; stand-ins let the rest of the rule be checked, too.
      description: description ?? '',
      priority: priority ?? 'Debug',
      condition: [condition],
      output: [output ? trimTraced(output) : untraced('-')],
      tags: new Set(tags),
    },
    lookUp,
    report,
  );
}

function readEnablingItem(item: RuleItem): void {
  const enabled = decodeFlag(request(item, 'enabled'));
  if (enabled === undefined) return;
  item.report.warn('LOAD_DEPRECATED_ITEM', ENABLED_DEPRECATED, item.context);
  enableRule(item.collected, item.name, enabled, item.context, item.report);
}

function readAppendingItem(item: RuleItem): void {
  const { map, context, report } = item;
  const errorsBefore = report.errorCount;
  const condition = decodeTraced(request(item, 'condition', true));
  const exceptions = findValue(map, 'exceptions') && readExceptions(map, true, context, report);
  const update: RuleUpdate = {
    name: item.name,
    context,
    source: decodeLenientText(map, 'source'),
    checksSource: true,
    ...(condition && { condition }),
    ...(exceptions && { exceptions }),
  };
  if (report.errorCount === errorsBefore) appendToRule(item.collected, update, item.lookUp, report);
}

function readOverridingItem(item: RuleItem, mode: UpdateMode): void {
  const { map, report } = item;
  const errorsBefore = report.errorCount;
  if (mode.appended.size > 0) {
    const update = readUpdate(item, mode.appended, 'append');
    if (report.errorCount === errorsBefore) appendToRule(item.collected, update, item.lookUp, report);
  }
  if (mode.replaced.size > 0 && report.errorCount === errorsBefore) {
    const update = readUpdate(item, mode.replaced, 'replace');
    if (report.errorCount === errorsBefore) replaceInRule(item.collected, update, report);
  }
  const unexpected = [...OVERRIDABLE.replace]
    .filter((key) => findValue(map, key) !== undefined && !mode.appended.has(key) && !mode.replaced.has(key))
    .sort();
  for (const key of unexpected) {
    const message = `Unexpected key '${key}': no corresponding entry under 'override' is defined.`;
    const node = findValue(map, key);
    if (node)
      report.error('LOAD_ERR_YAML_VALIDATE', message, enterNode(item.context, 'overrides', key, node));
  }
}

function readUpdate(item: RuleItem, keys: ReadonlySet<ByteString>, type: 'append' | 'replace'): RuleUpdate {
  const { map, context, report } = item;
  const isUpdated = (key: ByteString): boolean => {
    if (!keys.has(key)) return false;
    if (findValue(map, key) !== undefined) return true;
    const message = `An ${type} override for '${key}' was specified but '${key}' is not defined`;
    report.error('LOAD_ERR_YAML_VALIDATE', message, context);
    return false;
  };
  const decode = <Value>(
    key: ByteString,
    read: (request: KeyRequest) => Value | undefined,
  ): Value | undefined => (isUpdated(key) ? read(request(item, key)) : undefined);

  const update = {
    name: item.name,
    context,
    source: decodeLenientText(map, 'source'),
    checksSource: keys.has('condition'),
    condition: decode('condition', decodeTraced),
    exceptions: isUpdated('exceptions') ? readExceptions(map, type === 'append', context, report) : undefined,
    output: decode('output', decodeTraced),
    description: decode('desc', decodeText),
    tags: isUpdated('tags') ? readTags(item) : undefined,
    priority: isUpdated('priority') ? readPriority(item) : undefined,
    enabled: decode('enabled', decodeFlag),
    capture: decode('capture', decodeFlag),
    captureDuration: decode('capture_duration', decodeUint32),
    warnEvttypes: decode('warn_evttypes', decodeFlag),
    skipIfUnknownFilter: decode('skip-if-unknown-filter', decodeFlag),
  };
  return update;
}

function readPriority(item: RuleItem): Priority | undefined {
  const text = decodeText(request(item, 'priority'));
  if (text === undefined) return undefined;
  const priority = parsePriority(text);
  if (priority === undefined) {
    item.report.error(
      'LOAD_ERR_YAML_VALIDATE',
      'Invalid priority',
      enterValue(item, 'rule priority', 'priority'),
      {
        subject: { kind: 'priority', name: text, candidates: () => PRIORITIES },
      },
    );
  }
  return priority;
}

function readTags(item: RuleItem): readonly ByteString[] {
  return (decodeTexts(request(item, 'tags', true)) ?? []).map(({ text }) => text);
}

function enterValue(
  item: RuleItem,
  itemType: 'rule condition' | 'rule output' | 'rule priority',
  key: ByteString,
): Context {
  const node = findValue(item.map, key);
  return node ? enterNode(item.context, itemType, '', node) : item.context;
}
