import type { FieldType } from './field-catalog.ts';

const names: Readonly<Record<FieldType, string>> = {
  string: 'CHARBUF',
  uint64: 'UINT64',
  bool: 'BOOL',
  reltime: 'RELTIME',
  abstime: 'ABSTIME',
  ipaddr: 'IPADDR',
  ipnet: 'IPNET',
};

/** A field type as Falco's messages and field lists name it. */
export function typeName(type: FieldType): string {
  return names[type];
}
