import {
  parseRecord,
  type FieldValue,
  type RecordContext,
  type SourceRecord,
} from '@windhover/event-sources';
import { cutAtNul, findPath, type JsonNode, type JsonPath } from '@windhover/json';
import type { FieldSlot } from './compile/field-slots.ts';
import type { RecordValues } from './compile/record-values.ts';

/** What a record's place in its run says of it. */
export type RecordSurroundings = Omit<RecordContext, 'record' | 'root'>;

/**
 * The interpreter's reader: looks fields up in the parsed record when they are asked for, each once however
 * many rules use it.
 */
export class RecordReader implements RecordValues {
  readonly context: RecordContext;
  readonly #slots: readonly FieldSlot[];
  readonly #values: (FieldValue | undefined)[] = [];
  readonly #isRead: boolean[] = [];

  /** `root`: the parsed record, where the caller has it already. */
  constructor(
    slots: readonly FieldSlot[],
    record: SourceRecord,
    surroundings: RecordSurroundings,
    root?: JsonNode,
  ) {
    this.#slots = slots;
    this.context = new LazyContext(record, surroundings, root);
  }

  get(slot: number): FieldValue | undefined {
    if (!this.#isRead[slot]) {
      this.#values[slot] = this.read(slot);
      this.#isRead[slot] = true;
    }
    return this.#values[slot];
  }

  /** Let the field of a slot take note of the record. */
  observe(slot: number): void {
    const { field, paths } = this.#slots[slot] ?? missingSlot(slot);
    field.observe?.(this.#nodesAt(paths), this.context);
  }

  /** Read the field of a slot, for the first time. */
  protected read(slot: number): FieldValue | undefined {
    const { field, argument, paths } = this.#slots[slot] ?? missingSlot(slot);
    return settleValue(field.read(this.#nodesAt(paths), this.context, argument));
  }

  #nodesAt(paths: readonly JsonPath[]): (JsonNode | undefined)[] {
    const { root } = this.context;
    return paths.map((path) => root && findPath(root, path));
  }
}

/** A context that parses its record when a field first needs it. */
class LazyContext implements RecordContext {
  readonly record: SourceRecord;
  readonly sourceName: string;
  readonly pluginName: string;
  readonly number: bigint;
  readonly firstTimestampNs: bigint;
  readonly hostname: string;
  readonly timeZone: string;
  readonly state: unknown;
  #root: JsonNode | undefined;
  #isParsed: boolean;

  constructor(record: SourceRecord, surroundings: RecordSurroundings, root: JsonNode | undefined) {
    this.#root = root;
    this.#isParsed = root !== undefined;
    this.record = record;
    this.sourceName = surroundings.sourceName;
    this.pluginName = surroundings.pluginName;
    this.number = surroundings.number;
    this.firstTimestampNs = surroundings.firstTimestampNs;
    this.hostname = surroundings.hostname;
    this.timeZone = surroundings.timeZone;
    this.state = surroundings.state;
  }

  get root(): JsonNode | undefined {
    if (!this.#isParsed) {
      this.#root = parseRecord(this.record);
      this.#isParsed = true;
    }
    return this.#root;
  }
}

/**
 * A field's value as conditions and outputs see it: text ends at its first NUL (spec condition-language.md §10),
 * a list without elements is absent (§9).
 */
export function settleValue(value: FieldValue | undefined): FieldValue | undefined {
  if (typeof value === 'string') return cutAtNul(value);
  if (!Array.isArray(value)) return value;
  return value.length === 0
    ? undefined
    : value.map((element) => (typeof element === 'string' ? cutAtNul(element) : element));
}

function missingSlot(slot: number): never {
  throw new Error(`no field in slot ${slot}`);
}
