// One folder per event source: how objects are cut into records, time and identity of a record, its fields.

export type * from './event-source.ts';
export type * from './field.ts';
