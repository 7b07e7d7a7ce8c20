import type { JsonNode } from '@windhover/json';

/** One record as a source cut it out of an object. */
export interface SourceRecord {
  /** The payload; `json.*` fields and hashing see exactly these bytes. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Event time, ns since the epoch. */
  readonly timestampNs: bigint;
  /** Name of the event source this record belongs to (one object can hold records of several). */
  readonly sourceName: string;
}

/** What `FieldDeclaration.read` may know of a record beside its nodes. */
export interface RecordContext {
  readonly record: SourceRecord;
  readonly sourceName: string;
  /** Name of the Falco plugin, `evt.pluginname`. */
  readonly pluginName: string;
  /** `evt.num`: 1-based running number of the record in its run. */
  readonly number: bigint;
  /** Time of the first record of the run, for `evt.reltime`. */
  readonly firstTimestampNs: bigint;
  readonly hostname: string;
  /** IANA name of the time zone of `evt.time`, `evt.datetime`; `UTC` by default. */
  readonly timeZone: string;
  /** The parsed record; undefined when its payload is not acceptable JSON. */
  readonly root: JsonNode | undefined;
  /** State that outlives a record (Okta counters). Sources create it in `createState`. */
  readonly state: unknown;
}
