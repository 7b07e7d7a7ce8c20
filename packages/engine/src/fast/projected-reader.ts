import type { FieldValue, SourceRecord } from '@windhover/event-sources';
import type { Projection } from '@windhover/json';
import type { FieldSlot } from '../compile/field-slots.ts';
import { RecordReader, settleValue, type RecordSurroundings } from '../record-reader.ts';
import { ROOT_PATH, type SlotPaths } from './slot-paths.ts';

/** Slots in a row whose fields are read from what one projection finds. */
export interface ProjectedSlots {
  readonly paths: SlotPaths;
  readonly projection: Projection;
}

/**
 * Reads fields from projections instead of walking through the record: those of conditions from the one that has
 * scanned it, those of outputs from a second one, which scans it when the first of them is asked for. To be used
 * before the projections go on to another record.
 */
export class ProjectedReader extends RecordReader {
  readonly #slots: readonly FieldSlot[];
  readonly #conditions: ProjectedSlots;
  readonly #outputs: ProjectedSlots;
  #outputsAreScanned = false;

  constructor(
    slots: readonly FieldSlot[],
    conditions: ProjectedSlots,
    outputs: ProjectedSlots,
    record: SourceRecord,
    surroundings: RecordSurroundings,
  ) {
    super(slots, record, surroundings, conditions.projection.nodeOf(ROOT_PATH));
    this.#slots = slots;
    this.#conditions = conditions;
    this.#outputs = outputs;
  }

  protected override read(slot: number): FieldValue | undefined {
    const isCondition = slot < this.#conditions.paths.ofSlot.length;
    if (!isCondition && !this.#scanOutputs()) return super.read(slot);
    const { paths, projection } = isCondition ? this.#conditions : this.#outputs;
    const numbers = paths.ofSlot[isCondition ? slot : slot - this.#conditions.paths.ofSlot.length];
    const entry = this.#slots[slot];
    if (!numbers || !entry) return super.read(slot);
    const nodes = numbers.map((path) => projection.nodeOf(path));
    return settleValue(entry.field.read(nodes, this.context, entry.argument));
  }

  #scanOutputs(): boolean {
    if (this.#outputsAreScanned) return true;
    const { root } = this.context;
    if (!root) return false;
    const payload = root.bytes.subarray(root.start, root.end);
    this.#outputs.projection.load(payload);
    this.#outputsAreScanned = this.#outputs.projection.scan(0, payload.length);
    return this.#outputsAreScanned;
  }
}
