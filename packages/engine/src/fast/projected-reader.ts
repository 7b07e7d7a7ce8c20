import type { FieldValue, SourceRecord } from '@windhover/event-sources';
import type { FieldSlot } from '../compile/field-slots.ts';
import { RecordReader, settleValue, type RecordSurroundings } from '../record-reader.ts';
import { projectedNode, type Projector } from './projector.ts';

/**
 * Reads the fields of conditions from what the projector found and all others as the interpreter does. To be used
 * before the projector goes on to another record.
 */
export class ProjectedReader extends RecordReader {
  readonly #slots: readonly FieldSlot[];
  readonly #pathsOfSlot: readonly (readonly number[])[];
  readonly #projector: Projector;

  constructor(
    slots: readonly FieldSlot[],
    pathsOfSlot: readonly (readonly number[])[],
    projector: Projector,
    record: SourceRecord,
    surroundings: RecordSurroundings,
  ) {
    super(slots, record, surroundings);
    this.#slots = slots;
    this.#pathsOfSlot = pathsOfSlot;
    this.#projector = projector;
  }

  protected override read(slot: number): FieldValue | undefined {
    const paths = this.#pathsOfSlot[slot];
    const entry = this.#slots[slot];
    if (!paths || !entry) return super.read(slot);
    const nodes = paths.map((path) => projectedNode(this.#projector, path, this.context.record.bytes));
    return settleValue(entry.field.read(nodes, this.context, entry.argument));
  }
}
