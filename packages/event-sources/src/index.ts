// One folder per event source: how objects are cut into records, time and identity of a record, its fields.

// The contract of an event source
export type * from './event-source.ts';
export type * from './field.ts';

// The sources there are
export { eventSources, findAliasCondition, findEventSource, listSatisfiedPlugins } from './event-sources.ts';
export type { OktaOptions } from './okta/source.ts';
export { createOktaSource } from './okta/source.ts';

// Telling the source of an object
export type { RecognisedObject, RecognisedUnit } from './recognise-source.ts';
export { createRecognisingCutter, recogniseSource, recogniseUnit } from './recognise-source.ts';

// Cutting objects of a source that was named
export { createSourceCutter } from './source-cutter.ts';

// Fields of a source, and their values in a record
export type { FieldClass, SourceFieldCatalog } from './field-catalog.ts';
export { createFieldCatalog, createGenericCatalog } from './field-catalog.ts';
export { pluginsOf } from './plugins-of.ts';
export { admitRecord } from './record-sink.ts';
export { parseRecord, readField, readJsonFieldValue } from './read-record.ts';

// Event times
export { formatDateTime, formatIso8601, formatTimeOfDay, parseRfc3339 } from './event-time.ts';
