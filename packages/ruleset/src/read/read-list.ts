import type { Collected } from '../collect/collected.ts';
import { appendToList, defineList } from '../collect/collect-list.ts';
import { enterNode, type Context } from '../context.ts';
import type { Report } from '../report.ts';
import type { YamlMap } from '../yaml/yaml-node.ts';
import { decodeText, decodeTexts } from './decode-value.ts';
import { readUpdateMode, type Overridable } from './read-overrides.ts';

const OVERRIDABLE: Overridable = { append: ['items'], replace: ['items'] };
const VALID_NAME = /^[^()"'\s=,]+$/;

/** Read an item with `list` and collect it, spec rules-files.md §6 and §8. */
export function readList(map: YamlMap, file: Context, collected: Collected, report: Report): void {
  const name = decodeText({ map, key: 'list', context: enterNode(file, 'list', '', map), report });
  if (name === undefined) return;
  const context = enterNode(file, 'list', name, map);
  if (!VALID_NAME.test(name)) {
    const message = `List has an invalid name. List names should match a regular expression: ([^()"'[:space:]=,]+)`;
    report.warn('LOAD_INVALID_LIST_NAME', message, context);
  }
  const errorsBefore = report.errorCount;
  const items = decodeTexts({ map, key: 'items', context, report });
  const mode = readUpdateMode(map, OVERRIDABLE, context, report);
  if (items === undefined || mode === undefined || report.errorCount > errorsBefore) return;
  if (mode.legacyAppend || mode.appended.has('items')) appendToList(collected, name, items, context, report);
  else defineList(collected, name, items, context);
}
