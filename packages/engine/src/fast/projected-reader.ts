import type { FieldValue, SourceRecord } from '@windhover/event-sources';
import type { Projection } from '@windhover/json';
import type { FieldSlot } from '../compile/field-slots.ts';
import { RecordReader, settleValue, type RecordSurroundings } from '../record-reader.ts';

/** The number of the empty path, which projections of this form begin with. */
export const ROOT_PATH = 0;

/**
 * Reads the fields of conditions from what the projection found and all others as the interpreter does. To be used
 * before the projection goes on to another record.
 */
export class ProjectedReader extends RecordReader {
  readonly #slots: readonly FieldSlot[];
  readonly #pathsOfSlot: readonly (readonly number[])[];
  readonly #projection: Projection;

  constructor(
    slots: readonly FieldSlot[],
    pathsOfSlot: readonly (readonly number[])[],
    projection: Projection,
    record: SourceRecord,
    surroundings: RecordSurroundings,
  ) {
    super(slots, record, surroundings, projection.nodeOf(ROOT_PATH));
    this.#slots = slots;
    this.#pathsOfSlot = pathsOfSlot;
    this.#projection = projection;
  }

  protected override read(slot: number): FieldValue | undefined {
    const paths = this.#pathsOfSlot[slot];
    const entry = this.#slots[slot];
    if (!paths || !entry) return super.read(slot);
    const nodes = paths.map((path) => this.#projection.nodeOf(path));
    return settleValue(entry.field.read(nodes, this.context, entry.argument));
  }
}
