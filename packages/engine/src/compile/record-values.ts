import type { ResolvedField } from '@windhover/condition';
import type { FieldValue } from '@windhover/event-sources';

/** The values of one record, by slot. Whatever implements it reads each field at most once. */
export interface RecordValues {
  /** Undefined: the record has no value for the field. */
  get(slot: number): FieldValue | undefined;
}

/** Gives every field, with its argument, of one event source a slot. */
export interface SlotTable {
  slotOf(field: ResolvedField): number;
}
