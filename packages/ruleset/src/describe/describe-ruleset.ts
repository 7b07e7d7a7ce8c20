// What Falco's -L and -l tell of rules, macros and lists as JSON, spec outputs.md §9.2.

import { decodeByteString, type ByteString } from '@windhover/bytes';
import {
  describeCondition,
  describeFormat,
  parseCondition,
  printCondition,
  visitCondition,
  type ConditionNode,
  type FieldCatalog,
} from '@windhover/condition';
import { joinParts, type CollectedException, type CollectedRule } from '../collect/collected.ts';
import type { CompiledMacro } from '../compile/compile-macros.ts';
import type { CompiledRule } from '../compile/compile-rules.ts';
import type { ExpandedList } from '../compile/expand-lists.ts';
import type { LoadedState } from '../ruleset-loader.ts';
import type { LoaderEnvironment } from '../ruleset.ts';

/** What only the product knows. */
export interface DescribeOptions {
  readonly environment: LoaderEnvironment;
  /** Plugins that provide the source or any of these fields of it, by name. */
  pluginsOf(source: string, fields: readonly string[]): readonly string[];
  /** Describe this rule alone. */
  readonly ruleName?: string;
}

/** `reason` is Falco's runtime error. */
export type Description =
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly reason: string };

/** Depth up to which Falco parses a condition to describe it: less than to load it. */
const MAX_DEPTH = 100;

/** Describe what is loaded, or one rule, as one line of JSON. Inner arrays without an order of their own are sorted. */
export function describeRuleset(state: LoadedState, options: DescribeOptions): Description {
  const { collected, compilation } = state;
  const { ruleName } = options;
  const rules = (compilation?.rules ?? []).filter(
    ({ loaded }) => ruleName === undefined || loaded.name === ruleName,
  );
  if (ruleName !== undefined && rules.length === 0)
    return { ok: false, reason: `Rule "${ruleName}" is not loaded` };
  try {
    const describe = createDescriber(state, options);
    const described = rules.map(describe.rule);
    if (ruleName !== undefined) return { ok: true, json: JSON.stringify({ rules: described }) };
    return {
      ok: true,
      json: JSON.stringify({
        lists: (compilation?.lists ?? []).map(describe.list),
        macros: [...(compilation?.macros.values() ?? [])].map(describe.macro),
        required_engine_version: collected.requiredEngineVersion,
        required_plugin_versions: collected.pluginRequirements.map(({ alternatives, name, version }) => ({
          alternatives: alternatives.map((alternative) => ({
            name: decodeByteString(alternative.name),
            version: decodeByteString(alternative.version),
          })),
          name: decodeByteString(name),
          version: decodeByteString(version),
        })),
        rules: described,
      }),
    };
  } catch (error) {
    if (error instanceof DescribeFailure) return { ok: false, reason: error.message };
    throw error;
  }
}

/** A text that loads but cannot be described; never leaves this file. */
class DescribeFailure extends Error {}

interface Describer {
  rule(rule: CompiledRule): unknown;
  macro(macro: CompiledMacro): unknown;
  list(list: ExpandedList): unknown;
}

function createDescriber(
  { collected: tables, compilation }: LoadedState,
  { environment, pluginsOf }: DescribeOptions,
): Describer {
  return {
    rule({ collected, loaded, output }) {
      const withValues = collected.exceptions.filter(({ values }) => values.length > 0);
      const source = describeSource(joinParts(collected.condition).text, tables);
      const compiled = describeCondition(loaded.conditionAst);
      const outputFields = [...describeFormat(loaded.format), ...describeExtraFields(output.extraFormats)];
      const formatFields = loaded.format.fields.map(({ definition }) => definition.name);
      const plugins = pluginsOf(loaded.source, [
        ...formatFields,
        ...collectFieldNames(loaded.conditionAst, environment.catalogFor(loaded.source)),
      ]);
      const formatted = [...output.extraFormats].filter(([, { isFormatted }]) => isFormatted);
      return {
        details: {
          condition_compiled: decodeByteString(printCondition(loaded.conditionAst)),
          condition_fields: sortTexts(compiled.fields),
          condition_operators: sortTexts(compiled.operators),
          events: ['asyncevent', 'pluginevent'],
          exception_fields: sortTexts(unique(withValues.flatMap(listFields))),
          exception_names: sortTexts(unique(collected.exceptions.map(({ name }) => name))),
          exception_operators: sortTexts(unique(collected.exceptions.flatMap(listOperators))),
          ...(formatted.length > 0 && {
            extra_output_formatted_fields: Object.fromEntries(
              formatted.map(([name, { text }]) => [decodeByteString(name), decodeByteString(text)]).sort(),
            ),
          }),
          lists: sortTexts(source.lists),
          macros: sortTexts(source.macros),
          output_compiled: decodeByteString(output.text),
          output_fields: sortTexts(outputFields),
          plugins: [...plugins].sort(),
        },
        info: describeRuleInfo(collected),
      };
    },
    macro({ collected, resolved }) {
      const text = joinParts(collected.condition).text;
      const source = describeSource(text, tables);
      const compiled = resolved && describeCondition(resolved);
      return {
        details: {
          condition_compiled: resolved ? decodeByteString(printCondition(resolved)) : '',
          condition_fields: sortTexts(compiled?.fields ?? []),
          condition_operators: sortTexts(compiled?.operators ?? []),
          events: [],
          lists: sortTexts(source.lists),
          macros: sortTexts(source.macros),
          plugins: [],
          used: compilation?.usedMacros.has(collected.name) ?? false,
        },
        info: { condition: decodeByteString(text), name: decodeByteString(collected.name) },
      };
    },
    list({ name, items, collected }) {
      // Falco takes an item for a reference when the expanded list does not have it.
      const expanded = new Set(items.map(({ text }) => text));
      const literals = collected.items.filter(({ text }) => expanded.has(text));
      const references = collected.items.map(({ text }) => text).filter((text) => !expanded.has(text));
      return {
        details: {
          items_compiled: items.map(({ text }) => decodeByteString(text)),
          lists: sortTexts(unique(references)),
          plugins: [],
          used: compilation?.usedLists.has(name) ?? false,
        },
        info: { items: literals.map(({ text }) => decodeByteString(text)), name: decodeByteString(name) },
      };
    },
  };
}

function describeRuleInfo(rule: CollectedRule): unknown {
  return {
    capture: rule.capture,
    capture_duration: rule.captureDuration,
    condition: decodeByteString(joinParts(rule.condition).text),
    description: decodeByteString(rule.description),
    enabled: rule.enabled,
    name: decodeByteString(rule.name),
    output: decodeByteString(joinParts(rule.output).text),
    priority: rule.priority,
    source: decodeByteString(rule.source),
    tags: sortTexts([...rule.tags]),
  };
}

/** Lists and macros that a condition names in its own text, which is parsed as it is written. */
function describeSource(
  text: ByteString,
  tables: LoadedState['collected'],
): { readonly lists: readonly ByteString[]; readonly macros: readonly ByteString[] } {
  const parsed = parseCondition(text, { maxDepth: MAX_DEPTH });
  if (!parsed.ok) throw new DescribeFailure(parsed.error.message);
  const lists = new Set<ByteString>();
  visitCondition(parsed.node, {
    compare({ right }) {
      if (right.kind !== 'list' || right.bare) return;
      for (const { value } of right.items) if (tables.lists.has(value)) lists.add(value);
    },
  });
  return {
    lists: [...lists],
    macros: describeCondition(parsed.node).macros.filter((name) => tables.macros.has(name)),
  };
}

function collectFieldNames(node: ConditionNode, catalog: FieldCatalog | undefined): readonly string[] {
  const names: string[] = [];
  visitCondition(node, {
    field({ name }) {
      if (catalog?.find(name) !== undefined) names.push(name);
    },
  });
  return names;
}

function describeExtraFields(formats: CompiledRule['output']['extraFormats']): readonly ByteString[] {
  return [...formats.values()].map(({ text }) => text);
}

function listFields({ fields }: CollectedException): readonly ByteString[] {
  return (fields.isList ? fields.items : [fields]).map(({ text }) => text.text);
}

function listOperators({ comps }: CollectedException): readonly ByteString[] {
  return (comps.isList ? comps.items : [comps]).map(({ text }) => text.text);
}

function unique(texts: readonly ByteString[]): readonly ByteString[] {
  return [...new Set(texts)];
}

function sortTexts(texts: readonly ByteString[]): readonly string[] {
  return [...texts].sort().map(decodeByteString);
}
