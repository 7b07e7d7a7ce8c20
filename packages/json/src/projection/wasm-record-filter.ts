import type { PassedRecords, PassLimits, RecordFilter } from './record-filter.ts';

/** What assembly/record-filter.ts exports. */
export interface FilterExports {
  addNode(table: number): number;
  addEdge(from: number, number: number, to: number): void;
  setRoot(node: number): void;
  setTime(number: number, time: bigint): void;
  clearTimes(): void;
  clearFilter(): void;
  passRecords(start: number, limit: number, maxLength: number, maxRecords: number): number;
  continuePassing(): number;
  missingIn(): number;
  countPassed(): number;
  latestPassed(): bigint;
  stoppedAt(): number;
  stoppedTo(): number;
}

const PASS_TABLE = 0;
const NO_NODE = -1;
const NO_GROUP = -1;

/** The filter in WebAssembly, over configured memory. */
export class WasmRecordFilter implements RecordFilter {
  readonly #wasm: FilterExports;
  readonly #tables: readonly number[];
  readonly #groupOf: ReadonlyMap<number, number>;
  readonly #passed = { end: 0, count: 0, latestNs: 0n, stoppedAt: -1, stoppedTo: -1 };

  /** `tables`: the address of each group's table. */
  constructor(wasm: FilterExports, tables: readonly number[]) {
    this.#wasm = wasm;
    this.#tables = tables;
    this.#groupOf = new Map(tables.map((table, group) => [table, group]));
  }

  addNode(group: number | undefined): number {
    const table = group === undefined ? PASS_TABLE : this.#tables[group];
    return table === undefined ? NO_NODE : this.#wasm.addNode(table);
  }

  setRoot(node: number): void {
    this.#wasm.setRoot(node);
  }

  addEdge(from: number, number: number, to: number): void {
    if (from >= 0 && to >= 0) this.#wasm.addEdge(from, number, to);
  }

  admit(number: number, timestampNs: bigint): void {
    this.#wasm.setTime(number, timestampNs);
  }

  forgetAdmissions(): void {
    this.#wasm.clearTimes();
  }

  clear(): void {
    this.#wasm.clearFilter();
  }

  pass(
    start: number,
    limit: number,
    { maxLength, maxRecords }: PassLimits,
    learn: (group: number) => boolean,
  ): PassedRecords {
    const passed = this.#passed;
    const wasm = this.#wasm;
    passed.end = wasm.passRecords(start, limit, maxLength, maxRecords);
    let learntAt = -1;
    let learntTable = PASS_TABLE;
    for (let table = wasm.missingIn(); table !== PASS_TABLE; table = wasm.missingIn()) {
      const at = wasm.stoppedAt();
      // What was learnt may have been too long to be kept.
      if (at === learntAt && table === learntTable) break;
      if (!learn(this.#groupOf.get(table) ?? NO_GROUP)) break;
      learntAt = at;
      learntTable = table;
      passed.end = wasm.continuePassing();
    }
    passed.count = wasm.countPassed();
    if (passed.count > 0) passed.latestNs = wasm.latestPassed();
    passed.stoppedAt = wasm.stoppedAt();
    passed.stoppedTo = wasm.stoppedTo();
    return passed;
  }
}
