import type { ResolvedField } from '@windhover/condition';
import type { FieldArgument, FieldDeclaration } from '@windhover/event-sources';
import type { JsonPath } from '@windhover/json';
import type { SlotTable } from './record-values.ts';

/** One field, with its argument, that some rule of an event source reads. */
export interface FieldSlot {
  readonly field: FieldDeclaration;
  readonly argument?: FieldArgument;
  readonly paths: readonly JsonPath[];
}

/** A slot table that remembers what is behind each slot. */
export interface FieldSlots extends SlotTable {
  readonly slots: readonly FieldSlot[];
}

/** Fields were resolved against the catalog of an event source, so their definitions are its declarations. */
export function createFieldSlots(): FieldSlots {
  const slots: FieldSlot[] = [];
  const byText = new Map<string, number>();
  return {
    slots,
    slotOf(resolved) {
      const known = byText.get(resolved.text);
      if (known !== undefined) return known;
      const field = declarationOf(resolved);
      const argument = argumentOf(resolved);
      slots.push({ field, ...(argument && { argument }), paths: field.paths(argument) });
      byText.set(resolved.text, slots.length - 1);
      return slots.length - 1;
    },
  };
}

/** The declaration behind a field of a loaded rule. */
export function declarationOf({ definition }: ResolvedField): FieldDeclaration {
  if (!('read' in definition)) throw new Error(`${definition.name} is no field of an event source`);
  return definition as FieldDeclaration;
}

function argumentOf({ argument, index }: ResolvedField): FieldArgument | undefined {
  if (argument === undefined) return undefined;
  return index === undefined ? { text: argument } : { text: argument, index };
}
