// The `override` and `append` keys of an item, spec rules-files.md §8.

import type { ByteString } from '@windhover/bytes';
import { enterNode, type Context } from '../context.ts';
import type { Report } from '../report.ts';
import { textOf, findValue, type YamlEntry, type YamlMap } from '../yaml/yaml-node.ts';
import { decodeFlag } from './decode-value.ts';

/** Keys of an item kind that can be overridden. */
export interface Overridable {
  readonly append: readonly ByteString[];
  readonly replace: readonly ByteString[];
}

/** How an item changes what exists; both sets empty and no `append`: it does not. */
export interface UpdateMode {
  readonly appended: ReadonlySet<ByteString>;
  readonly replaced: ReadonlySet<ByteString>;
  /** The deprecated `append: true`. */
  readonly legacyAppend: boolean;
}

const APPEND_DEPRECATED =
  "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
const APPEND_WITH_OVERRIDE =
  "Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

/** Read `append` and `override`. Undefined when an error was reported. */
export function readUpdateMode(
  map: YamlMap,
  overridable: Overridable,
  context: Context,
  report: Report,
): UpdateMode | undefined {
  const errorsBefore = report.errorCount;
  const legacyAppend = decodeFlag({ map, key: 'append', context, report, optional: true }) ?? false;
  if (legacyAppend) report.warn('LOAD_DEPRECATED_ITEM', APPEND_DEPRECATED, context);
  const { appended, replaced } = readOverrides(map, overridable, context, report);
  if (report.errorCount > errorsBefore) return undefined;
  if (legacyAppend && appended.size + replaced.size > 0) {
    report.error('LOAD_ERR_YAML_VALIDATE', APPEND_WITH_OVERRIDE, context);
    return undefined;
  }
  return { appended, replaced, legacyAppend };
}

function readOverrides(
  map: YamlMap,
  overridable: Overridable,
  context: Context,
  report: Report,
): { readonly appended: Set<ByteString>; readonly replaced: Set<ByteString> } {
  const appended = new Set<ByteString>();
  const replaced = new Set<ByteString>();
  const node = findValue(map, 'override');
  const place: Context = { ...context, parent: context, itemType: 'overrides', itemName: '' };
  if (node?.kind === 'sequence' && node.items.length > 0) reportWithoutPlace(NOT_A_MAP, place, report);
  if (node?.kind !== 'map') return { appended, replaced };
  for (const entry of node.entries) {
    const operation = readOverride(entry, overridable, place, report);
    if (operation) (operation.isAppend ? appended : replaced).add(operation.key);
  }
  return { appended, replaced };
}

function readOverride(
  { key: keyNode, value }: YamlEntry,
  overridable: Overridable,
  place: Context,
  report: Report,
): { readonly key: ByteString; readonly isAppend: boolean } | undefined {
  if (keyNode.kind !== 'scalar' || value.kind !== 'scalar') {
    const { line, column } = enterNode(place, 'value for', '', value).position;
    reportWithoutPlace(
      `yaml-cpp: error at line ${line + 1}, column ${column + 1}: bad conversion`,
      place,
      report,
    );
    return undefined;
  }
  const key = textOf(keyNode);
  const operation = textOf(value);
  const isAppendable = overridable.append.includes(key);
  const isReplaceable = overridable.replace.includes(key);
  const subject = {
    kind: 'key',
    name: key,
    candidates: () => [...overridable.append, ...overridable.replace],
  } as const;
  const keyPlace = enterNode(place, 'overrides', key, keyNode);
  if (operation === 'append') {
    if (isAppendable) return { key, isAppend: true };
    report.error(
      'LOAD_ERR_YAML_VALIDATE',
      `Key '${key}' cannot be appended to, use 'replace' instead`,
      keyPlace,
      { subject },
    );
  } else if (operation === 'replace') {
    if (isReplaceable) return { key, isAppend: false };
    report.error('LOAD_ERR_YAML_VALIDATE', `Key '${key}' cannot be replaced`, keyPlace, { subject });
  } else {
    const allowed = `${isAppendable ? 'append ' : ''}${isReplaceable ? 'replace ' : ''}`;
    const message = `Invalid override operation for key '${key}': '${operation}'. Allowed values are: ${allowed}`;
    report.error('LOAD_ERR_YAML_VALIDATE', message, enterNode(place, 'value for', key, value));
  }
  return undefined;
}

const NOT_A_MAP =
  'invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa';

/** Falco's YAML library complains here in its own words and knows no place. */
function reportWithoutPlace(message: ByteString, place: Context, report: Report): void {
  let file: Context = place;
  while (file.parent) file = file.parent;
  report.error('LOAD_ERR_VALIDATE', message, { ...file, span: place.span });
}
