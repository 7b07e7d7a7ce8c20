import { appendToMacro, defineMacro } from '../collect/collect-macro.ts';
import type { Collected } from '../collect/collected.ts';
import { enterNode, type Context } from '../context.ts';
import type { Report } from '../report.ts';
import { findValue, type YamlMap } from '../yaml/yaml-node.ts';
import { decodeText, decodeTraced } from './decode-value.ts';
import { readUpdateMode, type Overridable } from './read-overrides.ts';

const OVERRIDABLE: Overridable = { append: ['condition'], replace: ['condition'] };
const VALID_NAME = /^[a-zA-Z]+[a-zA-Z0-9_]*$/;

/** Read an item with `macro` and collect it, spec rules-files.md §7 and §8. */
export function readMacro(map: YamlMap, file: Context, collected: Collected, report: Report): void {
  const name = decodeText({ map, key: 'macro', context: enterNode(file, 'macro', '', map), report });
  if (name === undefined) return;
  const context = enterNode(file, 'macro', name, map);
  if (!VALID_NAME.test(name)) {
    const message =
      'Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)';
    report.warn('LOAD_INVALID_MACRO_NAME', message, context);
  }
  const condition = decodeTraced({ map, key: 'condition', context, report });
  const mode = readUpdateMode(map, OVERRIDABLE, context, report);
  const node = findValue(map, 'condition');
  if (condition === undefined || mode === undefined || node === undefined) return;
  const conditionContext = enterNode(context, 'macro condition', '', node);
  if (mode.legacyAppend || mode.appended.has('condition'))
    appendToMacro(collected, name, condition, context, report);
  else defineMacro(collected, { name, condition: [condition], context, conditionContext });
}
