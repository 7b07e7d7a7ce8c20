// The projection in WebAssembly with SIMD: the fast form. One instance and one memory per projection.

import { reserveMemory, WasmProgram, type WasmGlobal, type WasmMemory } from '@windhover/bytes';
import { projectionWasm } from '../generated/projection-wasm.ts';
import { createNode, type JsonNode, type JsonPath } from '../node.ts';
import { createPathTrie, ROOT } from './path-trie.ts';
import { kindOfSlot } from './slots.ts';
import type { FilterOptions, Projection } from './projection.ts';
import type { RecordFilter } from './record-filter.ts';
import { settleSlots } from './settle-slots.ts';
import type { ValueTable } from './value-table.ts';
import { BLOCK_SIZE, planLayout, writeTrie, type WasmLayout } from './wasm-layout.ts';
import { WasmRecordFilter, type FilterExports } from './wasm-record-filter.ts';

/** What assembly/projection.ts exports. */
interface Scanner extends FilterExports {
  readonly memory: WasmMemory;
  configure(
    count: number,
    nodes: number,
    frames: number,
    starts: number,
    ends: number,
    kinds: number,
    data: number,
  ): void;
  scan(start: number, end: number): number;
  scanValue(start: number, end: number): number;
  isUnsettled(): number;
  readonly TABLE_BYTES: WasmGlobal;
  configureTable(table: number, slots: number, count: number): void;
  findValue(table: number): number;
  addValue(table: number, number: number): void;
  clearTable(table: number): void;
  countLookups(table: number): number;
  readonly FILTER_BYTES: WasmGlobal;
  configureFilter(filter: number, admission: number, prefix: number, length: number): void;
}

const program = new WasmProgram(projectionWasm);

/** Whether this machine runs WebAssembly with SIMD. */
export function isWasmSupported(): boolean {
  return program.isSupported;
}

/**
 * Create a projection of `paths`, with tables for `groups` of them and a filter if it is asked for, that reads in
 * WebAssembly. Assumes `isWasmSupported()`.
 */
export function createWasmProjection(
  paths: readonly JsonPath[],
  groups: readonly (readonly number[])[],
  filter?: FilterOptions,
): Projection {
  return new WasmProjection(paths, groups, filter, program.instantiate() as Scanner);
}

class WasmProjection implements Projection {
  readonly slotOfPath: readonly number[];
  starts!: Int32Array;
  ends!: Int32Array;
  kinds!: Uint8Array;
  readonly tables: readonly ValueTable[];
  readonly filter: RecordFilter | undefined;
  readonly #paths: readonly JsonPath[];
  readonly #scanner: Scanner;
  readonly #layout: WasmLayout;
  readonly #size: number;
  /** The memory from where bytes are loaded to. */
  #data!: Uint8Array;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(
    paths: readonly JsonPath[],
    groups: readonly (readonly number[])[],
    filter: FilterOptions | undefined,
    scanner: Scanner,
  ) {
    const trie = createPathTrie(paths);
    this.#paths = paths;
    this.slotOfPath = trie.slotOfPath;
    this.#size = trie.size;
    this.#scanner = scanner;
    this.#layout = planLayout(trie, groups, {
      table: scanner.TABLE_BYTES.value,
      filter: filter ? scanner.FILTER_BYTES.value : 0,
      prefix: filter?.prefix.length ?? 0,
    });
    this.#reserve(0);
    const { nodes, frames, starts, ends, kinds, data } = this.#layout;
    scanner.configure(trie.size, nodes, frames, starts, ends, kinds, data);
    writeTrie(scanner.memory.buffer, this.#layout, trie);
    this.tables = groups.map((group, index) => {
      const slots = group.map((path) => trie.slotOfPath[path]!);
      const { slotList, table } = this.#layout.tables[index]!;
      new Int32Array(scanner.memory.buffer, slotList, slots.length).set(slots);
      scanner.configureTable(table, slotList, slots.length);
      return new WasmValueTable(scanner, table);
    });
    this.filter = filter && this.#createFilter(filter);
  }

  load(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#data.set(bytes);
    this.#bytes = bytes;
  }

  scan(start: number, end: number): boolean {
    const first = this.#scanner.scan(start, end);
    if (first >= 0 && this.#scanner.isUnsettled() !== 0) this.#settle(first, this.ends[ROOT]!);
    return first >= 0;
  }

  scanValue(start: number, end: number): number {
    const last = this.#scanner.scanValue(start, end);
    if (last >= 0 && this.#scanner.isUnsettled() !== 0) this.#settle(start, last);
    return last;
  }

  nodeOf(path: number): JsonNode | undefined {
    const slot = this.slotOfPath[path]!;
    const kind = kindOfSlot(this.kinds[slot]!);
    return kind && createNode(kind, this.#bytes, this.starts[slot]!, this.ends[slot]!);
  }

  #createFilter({ prefix, admission }: FilterOptions): RecordFilter {
    const scanner = this.#scanner;
    const { filter, prefix: prefixAt, tables } = this.#layout;
    const addresses = tables.map(({ table }) => table);
    const admissionTable = addresses[admission];
    if (admissionTable === undefined) throw new Error(`no group ${admission}`);
    new Uint8Array(scanner.memory.buffer, prefixAt).set(prefix);
    scanner.configureFilter(filter, admissionTable, prefixAt, prefix.length);
    scanner.clearFilter();
    scanner.clearTimes();
    return new WasmRecordFilter(scanner, addresses);
  }

  #settle(start: number, end: number): void {
    settleSlots(this, this.#paths, this.#bytes, start, end);
  }

  /** Make room for so many bytes to read. Growing memory detaches the views of it. */
  #reserve(length: number): void {
    if (this.#data && length + 2 * BLOCK_SIZE <= this.#data.length) return;
    const { memory } = this.#scanner;
    reserveMemory(memory, this.#layout.data + length + 2 * BLOCK_SIZE);
    this.#data = new Uint8Array(memory.buffer, this.#layout.data);
    this.starts = new Int32Array(memory.buffer, this.#layout.starts, this.#size);
    this.ends = new Int32Array(memory.buffer, this.#layout.ends, this.#size);
    this.kinds = new Uint8Array(memory.buffer, this.#layout.kinds, this.#size);
  }
}

class WasmValueTable implements ValueTable {
  readonly #scanner: Scanner;
  readonly #table: number;

  constructor(scanner: Scanner, table: number) {
    this.#scanner = scanner;
    this.#table = table;
  }

  find(): number {
    return this.#scanner.findValue(this.#table);
  }

  add(number: number): void {
    this.#scanner.addValue(this.#table, number);
  }

  countLookups(): number {
    return this.#scanner.countLookups(this.#table) >>> 0;
  }

  clear(): void {
    this.#scanner.clearTable(this.#table);
  }
}
