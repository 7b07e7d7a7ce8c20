import type { FieldDefinition, FieldType } from '@windhover/condition';

/** Fields that belong together, as Falco's `--list` shows them: one class per plugin, one for `evt.*`. */
export interface FieldClass {
  readonly name: string;
  /** In parentheses behind the name; `plugin` for the classes of plugins. */
  readonly shortDescription: string;
  readonly description?: string;
  readonly eventSources: readonly string[];
  readonly fields: readonly FieldDefinition[];
}

/** The names Falco prints for field types. */
export const TYPE_NAMES: Readonly<Record<FieldType, string>> = {
  string: 'CHARBUF',
  uint64: 'UINT64',
  bool: 'BOOL',
  reltime: 'RELTIME',
  abstime: 'ABSTIME',
  ipaddr: 'IPADDR',
  ipnet: 'IPNET',
};

/** What a field accepts between brackets, in Falco's words; undefined without an argument. */
export function argumentTypes(field: FieldDefinition): string[] | undefined {
  if (field.argument === undefined) return undefined;
  return [...(field.argument.index ? ['INDEX'] : []), ...(field.argument.key ? ['KEY'] : [])];
}
