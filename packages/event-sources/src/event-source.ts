import type { ByteString } from '@windhover/bytes';
import type { JsonNode, JsonPath } from '@windhover/json';
import type { Compatibility, FieldDeclaration } from './field.ts';
import type { RecordContext, SourceRecord } from './source-record.ts';

export type { RecordContext, SourceRecord };

/** Why a record or an object was passed over; every skip is counted by reason and logged with its origin. */
export interface Skip {
  /** Stable kebab-case id, e.g. `no-event-time`, `not-json`, `too-large`, `insight`. */
  readonly reason: string;
  /** One sentence for the log. */
  readonly detail?: string;
  /** Offset of the unit in the object, when known. */
  readonly offset?: number;
}

export interface RecordReceiver {
  record(record: SourceRecord): void;
  skip(skip: Skip): void;
}

/**
 * Cuts one object, given in chunks, into records. A chunk is valid only during `write`, of which at most one unit is
 * kept; the records that come are valid only during the call of `receiver.record`.
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
  /**
   * Leave admission to the receiver, who projects `admission(…).paths` with everything else: records then come
   * unadmitted, with `receivedNs` as their time.
   */
  readonly deferAdmission?: boolean;
  /** Finds the ends of units where the receiver passes over them anyway; undefined while it cannot tell. */
  readonly measure?: () => UnitMeasure | undefined;
}

/** Finds the ends of JSON values that lie in a chunk. */
export interface UnitMeasure {
  /** The next values lie in this chunk. Called for each chunk anew, even if it is the same array. */
  load(chunk: Uint8Array): void;
  /** Where the value that starts at `start` ends; negative where it is broken, or does not end in the chunk. */
  measure(start: number): number;
  /**
   * Where the last one ends of the values from `start` on, separated by commas and ending before `limit`, that the
   * receiver wants no part of: it has counted them itself. `start` if there are none.
   */
  pass?(start: number, limit: number): number;
}

/**
 * What a source makes of the units of an object. A unit is a top-level value, an element of a top-level array,
 * or an element of an array that is a `container` member of a top-level object; the shared cutter finds them.
 */
export interface UnitFormat {
  /**
   * What a member name says of the top-level object that has it: `container` if an array there holds units,
   * `record` if the object is itself a unit whatever members follow.
   */
  classifyMember(name: ByteString): 'container' | 'record' | undefined;
  /**
   * A beginning that only records of this source have. Units that begin so need not be parsed to be opened: with
   * deferred admission they are parsed by the receiver only.
   */
  readonly recordStart?: Uint8Array;
  /** Hand the records in `unit` to the sink: the unit itself, or what its envelopes hold. */
  open(unit: JsonNode, sink: UnitSink, compatibility: Compatibility): void;
}

/** Takes what `UnitFormat.open` finds. */
export interface UnitSink {
  /** `bytes[start, end)` is a record: admitted, counted and handed on. */
  record(bytes: Uint8Array, start: number, end: number): void;
  /** An object inside an envelope (text of a member, inflated data): cut into units and opened in turn. */
  object(bytes: Uint8Array): void;
  skip(skip: Skip): void;
}

/** Something read from a record: the paths it looks at and a pure function of the nodes found there. */
export interface RecordReader<Value> {
  readonly paths: readonly JsonPath[];
  read(nodes: readonly (JsonNode | undefined)[], context: RecordContext): Value | undefined;
}

/** Whether a record is an event of the source, decided from a few paths so that the engine can project them. */
export interface Admission {
  readonly paths: readonly JsonPath[];
  /** Payloads that are no JSON are admitted as well. */
  readonly takesText?: boolean;
  admit(
    nodes: readonly (JsonNode | undefined)[],
    receivedNs: bigint,
  ): { readonly timestampNs: bigint } | Skip;
}

export interface PluginVersion {
  readonly name: string;
  readonly version: string;
}

/** A name for a part of a source. */
export interface PartialAlias {
  readonly name: string;
  /** What its records meet, in the language of rules, e.g. `azure.form startswith entra_`. */
  readonly condition: string;
}

export interface Recognition {
  /** `record`, or the name of the envelope: `eventbridge`, `cloudwatch-logs`, … */
  readonly form: string;
  /** Above 0, up to 1: the source with the highest wins. */
  readonly confidence: number;
}

/** All there is to know about one kind of event. */
export interface EventSource {
  readonly name: string;
  /** Names that rules may use instead, e.g. `awscloudtrail`. */
  readonly aliases: readonly string[];
  /** Names that rules may use for some of the records: those that also meet the condition. */
  readonly partialAliases?: readonly PartialAlias[];
  /** The Falco plugin this source stands for. */
  readonly plugin: PluginVersion;
  /** Other plugins whose requirement it satisfies (`k8saudit-eks` …). */
  readonly satisfies?: readonly PluginVersion[];
  readonly description: string;
  /** `evt.plugininfo`; sources without a summary of their own show the first bytes of the payload. */
  pluginInfo?(compatibility: Compatibility): RecordReader<ByteString>;
  fields(compatibility: Compatibility): readonly FieldDeclaration[];
  /** How units become records; recognition of mixed inputs opens each unit by the source that knows it. */
  readonly units: UnitFormat;
  /** Usually `createUnitRecordCutter(source, options)`; `strict` may cut in a way of its own. */
  createCutter(options: CutterOptions): RecordCutter;
  admission(compatibility: Compatibility): Admission;
  /** What names the event across redeliveries (`eventID`, `insertId`, …); undefined: hash the bytes. */
  readonly identity: {
    readonly paths: readonly JsonPath[];
    read(nodes: readonly (JsonNode | undefined)[]): ByteString | undefined;
  };
  /** Whether this unit is one of the source's records or envelopes, and how sure that is. */
  recognise(unit: JsonNode): Recognition | undefined;
  /** Fresh state for a run, for sources with stateful fields. */
  createState?(): unknown;
}
