// What the real Falco said of 6500 conditions: canonical text, warnings, and every error with its position.

import { encodeByteString, type ByteString } from '@windhover/bytes';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { ConditionNode } from '../ast.ts';
import { checkCondition } from '../check-condition.ts';
import { parseCondition } from '../parse-condition.ts';
import { printCondition } from '../print-condition.ts';
import { substituteMacros } from '../substitute-macros.ts';
import { positionAt } from '../text-position.ts';
import { createTestCatalog } from './catalog-for-test.ts';
import { substituteLists, type NamedList } from './substitute-lists-for-test.ts';

const folder = fileURLToPath(new URL('../../../../../shared/conformance/language/', import.meta.url));
const catalog = createTestCatalog();

interface Warning {
  readonly code: string;
  readonly message: string;
}
interface Row {
  readonly id: string;
  readonly condition: string;
  readonly compiled?: string;
  readonly warnings?: readonly Warning[];
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly locations: readonly (readonly [
      type: string,
      name: string,
      line: number,
      column: number,
      offset: number,
    ])[];
  };
}
interface Preamble {
  readonly lists: readonly NamedList[];
  readonly macros: ReadonlyMap<string, ConditionNode>;
}
type Outcome =
  | { readonly compiled: ByteString; readonly warnings: readonly Warning[] }
  | { readonly error: ByteString; readonly at: readonly number[]; readonly warnings: readonly Warning[] };

describe.skipIf(!existsSync(folder))('the goldens of conditions', () => {
  const preamble = existsSync(folder) ? readPreamble() : { lists: [], macros: new Map() };

  it.each([
    ['conditions/conditions.jsonl.gz', preamble],
    ['conditions/conditions-rejected.jsonl.gz', preamble],
    ['time/conditions.jsonl', { lists: [], macros: new Map() }],
  ] as const)('%s: texts, warnings, errors and positions are those of Falco', (name, preamble) => {
    const wrong = readRows(name)
      // An empty text never gets as far as the parser.
      .filter(({ condition }) => condition !== '')
      .map((row) => ({
        id: row.id,
        condition: row.condition,
        expected: expectedOutcome(row),
        actual: load(row, preamble),
      }))
      .filter(({ expected, actual }) => JSON.stringify(expected) !== JSON.stringify(actual));
    expect(wrong.slice(0, 10)).toEqual([]);
  });
});

function expectedOutcome({ compiled, error, warnings = [] }: Row): Outcome {
  const texts = warnings.map(({ code, message }) => ({ code, message: encodeByteString(message) }));
  if (error === undefined) return { compiled: encodeByteString(compiled ?? ''), warnings: texts };
  // Locations are sums: the condition's place in its file, plus the place in the condition.
  const [parent, place] = error.locations.slice(-2);
  const at = [2, 3, 4].map((index) => Number(place?.[index]) - Number(parent?.[index]));
  return { error: encodeByteString(error.message), at, warnings: texts };
}

function load(row: Row, { lists, macros }: Preamble): Outcome {
  const text = substituteLists(encodeByteString(row.condition), lists);
  const at = (offset: number): number[] => {
    const { line, column } = positionAt(text, offset);
    return [line, column, offset];
  };
  const parsed = parseCondition(text);
  if (!parsed.ok) return { error: parsed.error.message, at: at(parsed.error.position.offset), warnings: [] };
  const expanded = substituteMacros(parsed.node, (name) => macros.get(name));
  if (!expanded.ok) return { error: expanded.error.message, at: at(expanded.error.span.start), warnings: [] };
  const checked = checkCondition(expanded.node, catalog);
  const warnings = checked.warnings.map(({ code, message }) => ({ code, message }));
  if (!checked.ok) return { error: checked.error.message, at: at(checked.error.span.start), warnings };
  // Falco could not describe a few of them.
  return { compiled: row.compiled === undefined ? '' : printCondition(expanded.node), warnings };
}

function readRows(name: string): Row[] {
  const bytes = readFileSync(folder + name);
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

function readPreamble(): Preamble {
  const items = parseYaml(readFileSync(`${folder}conditions/preamble.yaml`, 'utf8'), {
    schema: 'failsafe',
  }) as (
    | { readonly list: string; readonly items: readonly string[] }
    | { readonly macro: string; readonly condition: string }
  )[];
  const raw = new Map<string, readonly string[]>();
  const lists: NamedList[] = [];
  const macros = new Map<string, ConditionNode>();
  for (const item of items) {
    if ('list' in item) {
      lists.push({ name: item.list, items: item.items.flatMap((entry) => raw.get(entry) ?? [entry]) });
      raw.set(item.list, item.items);
    } else {
      const parsed = parseCondition(substituteLists(item.condition, lists));
      if (!parsed.ok) throw new Error(parsed.error.message);
      const expanded = substituteMacros(parsed.node, (name) => macros.get(name));
      if (!expanded.ok) throw new Error(expanded.error.message);
      macros.set(item.macro, expanded.node);
    }
  }
  return { lists, macros };
}
