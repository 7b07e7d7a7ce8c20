// Ruleset → compiled ruleset: what depends only on the rules is done once, before the first event.

import { decodeByteString } from '@windhover/bytes';
import { findEventSource, type EventSource, type FieldDeclaration } from '@windhover/event-sources';
import { reachesPriority, type LoadedRule, type Priority, type Ruleset } from '@windhover/ruleset';
import { compileFormat, type FormatRenderer } from '../output/compile-format.ts';
import { compileCondition, type ConditionProgram } from './compile-condition.ts';
import { narrowToAlias } from './narrow-to-alias.ts';
import { createFieldSlots, declarationOf, type FieldSlot, type FieldSlots } from './field-slots.ts';

export interface CompileOptions {
  /** `rule_matching`: stop at the first rule that matches a record, or report all. */
  readonly ruleMatching: 'first' | 'all';
  /** `priority`: less severe rules are not run. */
  readonly minimumPriority: Priority;
}

/** All rules that run, by event source. Immutable: engines may share it. */
export interface CompiledRuleset {
  readonly ruleMatching: CompileOptions['ruleMatching'];
  /** By name of the event source. */
  readonly sources: ReadonlyMap<string, CompiledSource>;
}

/** The rules of one event source and the fields they read. */
export interface CompiledSource {
  readonly source: EventSource;
  /** In the order of evaluation. */
  readonly rules: readonly CompiledRule[];
  /** Fields of conditions come first. */
  readonly slots: readonly FieldSlot[];
  /** How many of the slots conditions read; the rest is read for outputs only. */
  readonly conditionSlotCount: number;
  /** The slots whose fields count over records, and so have to see each. */
  readonly observers: readonly number[];
}

export interface CompiledRule {
  readonly rule: LoadedRule;
  /** Sorted, without duplicates. */
  readonly tags: readonly string[];
  readonly program: ConditionProgram;
  readonly renderMessage: FormatRenderer;
  readonly outputFields: readonly CompiledOutputField[];
}

/** An entry of `output_fields`: a field as it is, text rendered from a format, or nothing. Later entries win. */
export type CompiledOutputField =
  | { readonly kind: 'field'; readonly name: string; readonly slot: number; readonly field: FieldDeclaration }
  | { readonly kind: 'formatted'; readonly name: string; readonly render: FormatRenderer }
  | { readonly kind: 'absent'; readonly name: string };

export const DEFAULT_COMPILE_OPTIONS: CompileOptions = { ruleMatching: 'first', minimumPriority: 'Debug' };

/** Compile the enabled rules that are severe enough. Rules of sources that are not built in never run. */
export function compileRuleset(ruleset: Ruleset, options: Partial<CompileOptions> = {}): CompiledRuleset {
  const { ruleMatching, minimumPriority } = { ...DEFAULT_COMPILE_OPTIONS, ...options };
  const bySource = new Map<EventSource, LoadedRule[]>();
  for (const rule of ruleset.rules) {
    const source = findEventSource(rule.source);
    if (!source || !rule.enabled || !reachesPriority(rule.priority, minimumPriority)) continue;
    const rules = bySource.get(source) ?? [];
    rules.push(narrowToAlias(rule, source));
    bySource.set(source, rules);
  }
  return {
    ruleMatching,
    sources: new Map([...bySource].map(([source, rules]) => [source.name, compileSource(source, rules)])),
  };
}

function compileSource(source: EventSource, rules: readonly LoadedRule[]): CompiledSource {
  const slots = createFieldSlots();
  const programs = rules.map((rule) => compileCondition(rule.condition, slots));
  const conditionSlotCount = slots.slots.length;
  const compiled = rules.map((rule, index) => ({
    rule,
    tags: [...new Set(rule.tags)].sort(compareCodePoints),
    program: programs[index] ?? compileCondition(rule.condition, slots),
    renderMessage: compileFormat(rule.format, slots),
    outputFields: compileOutputFields(rule, slots),
  }));
  const observers = slots.slots.flatMap(({ field }, slot) => (field.observe ? [slot] : []));
  return { source, rules: compiled, slots: slots.slots, conditionSlotCount, observers };
}

function compileOutputFields(
  { format, extraFields }: LoadedRule,
  slots: FieldSlots,
): readonly CompiledOutputField[] {
  const regular = format.fields.map((field) => ({
    kind: 'field' as const,
    name: decodeByteString(field.text),
    field,
  }));
  return [...regular, ...extraFields].map((entry) => {
    switch (entry.kind) {
      case 'field':
        return {
          kind: 'field',
          name: entry.name,
          slot: slots.slotOf(entry.field),
          field: declarationOf(entry.field),
        };
      case 'formatted':
        return { kind: 'formatted', name: entry.name, render: compileFormat(entry.format, slots) };
      case 'absent':
        return entry;
    }
  });
}

function compareCodePoints(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
