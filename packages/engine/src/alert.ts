import type { FieldValue } from '@windhover/event-sources';
import type { Priority } from '@windhover/ruleset';
import type { ByteString } from '@windhover/bytes';

/** What a rule produces for a record: plain data, ready to be rendered and delivered. */
export interface Alert {
  /** Hash of event source, event identity and rule name: the same on every redelivery. */
  readonly id: string;
  readonly rule: string;
  readonly priority: Priority;
  readonly source: string;
  /** Sorted, without duplicates. */
  readonly tags: readonly string[];
  /** Event time, ns since the epoch. */
  readonly timeNs: bigint;
  /** The rendered output, without time and priority. */
  readonly message: ByteString;
  /** Keys as in the format; `undefined` = no value (JSON null). */
  readonly outputFields: ReadonlyMap<string, OutputFieldValue>;
}
export type OutputFieldValue = FieldValue | undefined;
