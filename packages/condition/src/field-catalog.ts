import type { ByteString } from '@windhover/bytes';

/** Types of fields, spec condition-language.md §5. */
export type FieldType = 'string' | 'uint64' | 'bool' | 'reltime' | 'abstime' | 'ipaddr' | 'ipnet';

/** What a field accepts between brackets. */
export interface ArgumentRule {
  readonly required: boolean;
  readonly index: boolean;
  readonly key: boolean;
}

/** What the checker has to know of a field; event sources' field declarations extend this. */
export interface FieldDefinition {
  readonly name: string;
  readonly type: FieldType;
  readonly isList: boolean;
  /** Absent: the field takes no argument. */
  readonly argument?: ArgumentRule;
  readonly description: string;
  /** Not shown in lists, but usable. */
  readonly hidden?: boolean;
  /** The generic evt.* class differs from plugin fields in one message (§5.2). */
  readonly generic?: boolean;
}

/** A field with its argument, as the engine asks a record for it. */
export interface ResolvedField<Definition extends FieldDefinition = FieldDefinition> {
  readonly definition: Definition;
  /** Text in the brackets, unquoted; undefined without brackets. */
  readonly argument?: ByteString;
  /** The argument as an index, when the field takes one and the text is a valid index. */
  readonly index?: bigint;
  /** `name` or `name[argument]`: the key in `output_fields`. */
  readonly text: ByteString;
}

/** The fields that rules of one event source may use. */
export interface FieldCatalog {
  readonly sourceName: string;
  /** The definition whose name is exactly `name`. */
  find(name: string): FieldDefinition | undefined;
  /** The longest field name that `text` starts with (of the first class with any match). */
  findPrefix(text: ByteString): FieldDefinition | undefined;
  /** All definitions in listing order, hidden ones included. */
  all(): readonly FieldDefinition[];
}
