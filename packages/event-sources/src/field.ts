import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import type { RecordContext } from './source-record.ts';

/** `strict` = Falco and its plugins with their defects; `fixed` = what a field's documentation promises. */
export type Compatibility = 'strict' | 'fixed';

export type FieldType = 'string' | 'uint64' | 'bool' | 'reltime' | 'abstime' | 'ipaddr' | 'ipnet';

/** string → ByteString, uint64/reltime/abstime → bigint, bool → boolean, ipaddr/ipnet → 4 or 16 bytes. */
export type ScalarValue = ByteString | bigint | boolean | Uint8Array;
/** A field without a value is `undefined`, never null. */
export type FieldValue = ScalarValue | readonly ScalarValue[];

export interface FieldArgument {
  /** Text in the brackets. */
  readonly text: ByteString;
  /** The same as an index, where the field takes one and the text is a valid index. */
  readonly index?: bigint;
}

/**
 * A field of an event source, declared as JSON paths plus a pure function of what stands there, so that the
 * engine can plan one pass over the record for all fields of all rules ("projection").
 * Structurally a `FieldDefinition` of @windhover/condition.
 */
export interface FieldDeclaration {
  readonly name: string;
  readonly type: FieldType;
  readonly isList: boolean;
  readonly argument?: { readonly required: boolean; readonly index: boolean; readonly key: boolean };
  readonly description: string;
  readonly hidden?: boolean;
  readonly generic?: boolean;
  /**
   * The paths, from the root of the record, that `read` looks at. The engine calls it once per use in a
   * ruleset. A path steps into arrays by decimal index. The empty path `[]` is the whole record.
   */
  paths(argument?: FieldArgument): readonly JsonPath[];
  /**
   * The value, from the nodes at `paths` (same order, undefined where absent). Pure but for
   * `context.state`; must not throw on any input.
   */
  read(
    nodes: readonly (JsonNode | undefined)[],
    context: RecordContext,
    argument?: FieldArgument,
  ): FieldValue | undefined;
  /**
   * Takes note of a record, for fields that count over records: called for every record of the source before any
   * rule, in rulesets that use the field. Only fields that have it may read `context.state`.
   */
  observe?(nodes: readonly (JsonNode | undefined)[], context: RecordContext): void;
  /** Text of a value in outputs where it is not the usual text of its type, e.g. nine digits for `evt.rawtime.ns`. */
  text?(value: ScalarValue): ByteString;
  /** What stands in JSON output in place of the value, e.g. ns since the epoch for `evt.time`. */
  jsonValue?(value: ScalarValue, context: RecordContext): ScalarValue;
}
