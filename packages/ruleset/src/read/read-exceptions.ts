// The `exceptions` of a rule as they are written, spec rules-files.md §9.1.

import type { ByteString } from '@windhover/bytes';
import type { CollectedException, ExceptionEntry } from '../collect/collected.ts';
import { enterNode, type Context } from '../context.ts';
import type { Report } from '../report.ts';
import { untraced } from '../traced-text.ts';
import { findValue, type YamlMap, type YamlNode } from '../yaml/yaml-node.ts';
import { decodeText } from './decode-value.ts';

const NO_ENTRY: ExceptionEntry = { isList: false, text: untraced(''), items: [] };

/** Read `exceptions` of a rule item; none if the key is absent or null. `appending` allows to leave `fields` out. */
export function readExceptions(
  map: YamlMap,
  appending: boolean,
  context: Context,
  report: Report,
): CollectedException[] {
  const node = findValue(map, 'exceptions');
  if (node === undefined || (node.kind === 'scalar' && node.isNull)) return [];
  const place = enterNode(context, 'exceptions', '', node);
  if (node.kind !== 'sequence') {
    report.error('LOAD_ERR_YAML_VALIDATE', 'Rule exceptions must be a sequence', place);
    return [];
  }
  const seen = new Set<ByteString>();
  return node.items.flatMap((item) => {
    const anonymous = enterNode(place, 'exception', '', item);
    if (item.kind !== 'map') {
      report.error('LOAD_ERR_YAML_VALIDATE', 'Rule exception must be a mapping', anonymous);
      return [];
    }
    const name = decodeText({ map: item, key: 'name', context: anonymous, report });
    if (name === undefined) return [];
    const named = enterNode(context, 'exception', name, item);
    if (seen.has(name)) {
      report.warn(
        'LOAD_EXCEPTION_NAME_NOT_UNIQUE',
        `Multiple definitions of exception '${name}' in the same rule`,
        named,
      );
    }
    seen.add(name);
    return [readException(item, name, appending, named, report)];
  });
}

function readException(
  map: YamlMap,
  name: ByteString,
  appending: boolean,
  context: Context,
  report: Report,
): CollectedException {
  return {
    name,
    context,
    fields: readEntryOf(map, 'fields', !appending, context, report),
    comps: readEntryOf(map, 'comps', false, context, report),
    values: readValues(map, appending, context, report),
  };
}

function readEntryOf(
  map: YamlMap,
  key: ByteString,
  required: boolean,
  context: Context,
  report: Report,
): ExceptionEntry {
  const node = findValue(map, key);
  if (node !== undefined) return readEntry(node, key, context, report);
  if (required) report.error('LOAD_ERR_YAML_VALIDATE', `Item has no mapping for key '${key}'`, context);
  return NO_ENTRY;
}

function readValues(map: YamlMap, appending: boolean, context: Context, report: Report): ExceptionEntry[] {
  const node = findValue(map, 'values');
  if (node === undefined) {
    if (appending)
      report.warn('LOAD_APPEND_NO_VALUES', 'Overriding/appending exception with no values', context);
    return [];
  }
  const place = enterNode(context, 'exception values', '', node);
  if (node.kind !== 'sequence') {
    report.error('LOAD_ERR_YAML_VALIDATE', 'Rule exception values must be a sequence', place);
    return [];
  }
  return node.items.map((item) => readEntry(item, '', enterNode(place, 'exception value', '', item), report));
}

/** Recursion is as deep as the YAML is nested, which is bounded. */
function readEntry(node: YamlNode, name: ByteString, context: Context, report: Report): ExceptionEntry {
  if (node.kind === 'map' || (node.kind === 'scalar' && node.isNull)) return NO_ENTRY;
  const place = enterNode(context, 'value for', name, node);
  if (node.kind === 'scalar') {
    if (node.traced.text === '') report.error('LOAD_ERR_YAML_VALIDATE', 'Value must be non-empty', place);
    return { isList: false, text: node.traced, items: [], span: place.span };
  }
  const items = node.items.map((item) =>
    readEntry(item, '', enterNode(place, 'exception', '', item), report),
  );
  return { isList: true, text: untraced(''), items, span: place.span };
}
