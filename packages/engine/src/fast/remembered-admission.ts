import type { Admission, Skip } from '@windhover/event-sources';
import { UNKNOWN, type Projection, type ValueTable } from '@windhover/json';

export type Admitted = { readonly timestampNs: bigint } | Skip;

/** Verdicts kept; then all are forgotten. */
const MAX_VERDICTS = 4096;

/** The admission of a source over projected records, which knows the times and types it has seen. */
export class RememberedAdmission {
  readonly #admission: Admission;
  readonly #projection: Projection;
  readonly #paths: readonly number[];
  readonly #table: ValueTable;
  #verdicts: Admitted[] = [];

  /** `paths`: numbers of the admission's paths in the projection; `table`: an empty one for their values. */
  constructor(admission: Admission, projection: Projection, paths: readonly number[], table: ValueTable) {
    this.#admission = admission;
    this.#projection = projection;
    this.#paths = paths;
    this.#table = table;
  }

  /** The verdict on the record that was scanned last. */
  admit(receivedNs: bigint): Admitted {
    const known = this.#table.find();
    const remembered = known === UNKNOWN ? undefined : this.#verdicts[known];
    if (remembered) return remembered;
    const verdict = this.#admission.admit(
      this.#paths.map((path) => this.#projection.nodeOf(path)),
      receivedNs,
    );
    // A time of reception is not the record's own.
    if ('timestampNs' in verdict && verdict.timestampNs === receivedNs) return verdict;
    if (this.#verdicts.length === MAX_VERDICTS) {
      this.#verdicts = [];
      this.#table.clear();
      this.#projection.filter?.forgetAdmissions();
    }
    this.#table.add(this.#verdicts.length);
    if ('timestampNs' in verdict) this.#projection.filter?.admit(this.#verdicts.length, verdict.timestampNs);
    this.#verdicts.push(verdict);
    return verdict;
  }
}
