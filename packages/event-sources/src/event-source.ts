import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import type { Compatibility, FieldDeclaration } from './field.ts';

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

/** Why a record or an object was passed over; every skip is counted by reason and logged with its origin. */
export interface Skip {
  /** Stable kebab-case id, e.g. `no-event-time`, `not-json`, `too-deep`, `too-large`, `insight`. */
  readonly reason: string;
  /** One sentence for the log. */
  readonly detail?: string;
  /** Offset of the record in the object, when known. */
  readonly offset?: number;
}

export interface RecordReceiver {
  record(record: SourceRecord): void;
  skip(skip: Skip): void;
}

/**
 * Cuts one object, given in chunks, into records. Holds at most one record (`maxRecordBytes`) plus one chunk;
 * the records it emits are valid only during the call of `receiver.record`.
 */
export interface RecordCutter {
  write(chunk: Uint8Array): void;
  end(): void;
}

export interface CutterOptions {
  readonly compatibility: Compatibility;
  readonly receiver: RecordReceiver;
  /** A longer record is skipped as `too-large`. */
  readonly maxRecordBytes: number;
  /** Time of reception for sources without an event time, ns since the epoch. */
  readonly receivedNs: bigint;
}

/** Whether a record is an event of the source, decided from a few paths so that the engine can project them. */
export interface Admission {
  readonly paths: readonly JsonPath[];
  admit(nodes: readonly (JsonNode | undefined)[], receivedNs: bigint): { readonly timestampNs: bigint } | Skip;
}

export interface EventSource {
  readonly name: string;
  /** Names that rules may use instead, e.g. `awscloudtrail`. */
  readonly aliases: readonly string[];
  /** The Falco plugin this source stands for, and others whose requirement it satisfies. */
  readonly plugin: { readonly name: string; readonly version: string };
  readonly description: string;
  fields(compatibility: Compatibility): readonly FieldDeclaration[];
  createCutter(options: CutterOptions): RecordCutter;
  admission(compatibility: Compatibility): Admission;
  /** What names the event across redeliveries (`eventID`, `insertId`, …); undefined: hash the bytes. */
  readonly identity: {
    readonly paths: readonly JsonPath[];
    read(nodes: readonly (JsonNode | undefined)[]): ByteString | undefined;
  };
  /** How sure the source is that this value is one of its records or containers: 0 (no) to 1. */
  recognise(unit: JsonNode): number;
  /** Fresh state for a run, for sources with stateful fields. */
  createState?(): unknown;
}
