import type { Admission, Skip } from '@windhover/event-sources';
import type { Projection } from '@windhover/json';
import { InternTable, UNKNOWN } from './intern-table.ts';
import { ProjectedKey } from './projected-key.ts';

export type Admitted = { readonly timestampNs: bigint } | Skip;

/** Verdicts kept; then all are forgotten. */
const MAX_VERDICTS = 4096;

/** The admission of a source over projected records, which knows the times and types it has seen. */
export class RememberedAdmission {
  readonly #admission: Admission;
  readonly #paths: readonly number[];
  readonly #key: ProjectedKey;
  readonly #table = new InternTable();
  #verdicts: Admitted[] = [];

  /** `paths`: numbers of the admission's paths in the projection. */
  constructor(admission: Admission, paths: readonly number[]) {
    this.#admission = admission;
    this.#paths = paths;
    this.#key = new ProjectedKey(paths);
  }

  /** The verdict on the record that was scanned last, whose bytes are `bytes`. */
  admit(projection: Projection, bytes: Uint8Array, receivedNs: bigint): Admitted {
    const key = this.#key;
    key.read(projection, bytes);
    const known = this.#table.find(key.kind, key.bytes, key.start, key.end);
    const remembered = known === UNKNOWN ? undefined : this.#verdicts[known];
    if (remembered) return remembered;
    const verdict = this.#admission.admit(
      this.#paths.map((path) => projection.nodeOf(path)),
      receivedNs,
    );
    // A time of reception is not the record's own.
    if ('timestampNs' in verdict && verdict.timestampNs === receivedNs) return verdict;
    if (this.#verdicts.length === MAX_VERDICTS) {
      this.#verdicts = [];
      this.#table.clear();
    }
    this.#table.add(key.kind, key.bytes, key.start, key.end, this.#verdicts.length);
    this.#verdicts.push(verdict);
    return verdict;
  }
}
