// The projection in WebAssembly with SIMD: the fast form. One instance and one memory per projection.

import { reserveMemory, WasmProgram, type WasmMemory } from '@windhover/bytes';
import { scanValueWasm } from '../generated/scan-value-wasm.ts';
import { createNode, type JsonNode, type JsonPath } from '../node.ts';
import { createPathTrie, ROOT } from './path-trie.ts';
import { kindOfSlot, type Projection } from './projection.ts';
import { settleSlots } from './settle-slots.ts';
import { BLOCK_SIZE, planLayout, writeTrie, type WasmLayout } from './wasm-layout.ts';

/** What assembly/scan-value.ts exports. */
interface Scanner {
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
}

const scannerProgram = new WasmProgram(scanValueWasm);

/** Whether this machine runs WebAssembly with SIMD. */
export function isWasmSupported(): boolean {
  return scannerProgram.isSupported;
}

/** Create a projection of `paths` that reads in WebAssembly. Assumes `isWasmSupported()`. */
export function createWasmProjection(paths: readonly JsonPath[]): Projection {
  return new WasmProjection(paths, scannerProgram.instantiate() as Scanner);
}

class WasmProjection implements Projection {
  readonly slotOfPath: readonly number[];
  starts!: Int32Array;
  ends!: Int32Array;
  kinds!: Uint8Array;
  readonly #paths: readonly JsonPath[];
  readonly #scanner: Scanner;
  readonly #layout: WasmLayout;
  readonly #size: number;
  /** The memory from where bytes are loaded to. */
  #data!: Uint8Array;
  #bytes: Uint8Array = new Uint8Array(0);
  #isAccepted = false;

  constructor(paths: readonly JsonPath[], scanner: Scanner) {
    const trie = createPathTrie(paths);
    this.#paths = paths;
    this.slotOfPath = trie.slotOfPath;
    this.#size = trie.size;
    this.#scanner = scanner;
    this.#layout = planLayout(trie);
    this.#reserve(0);
    const { nodes, frames, starts, ends, kinds, data } = this.#layout;
    scanner.configure(trie.size, nodes, frames, starts, ends, kinds, data);
    writeTrie(scanner.memory.buffer, this.#layout, trie);
  }

  load(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#data.set(bytes);
    this.#bytes = bytes;
    this.#isAccepted = false;
  }

  scan(start: number, end: number): boolean {
    const first = this.#scanner.scan(start, end);
    if (first >= 0 && this.#scanner.isUnsettled() !== 0) this.#settle(first, this.ends[ROOT]!);
    this.#isAccepted = first >= 0;
    return this.#isAccepted;
  }

  scanValue(start: number, end: number): number {
    const last = this.#scanner.scanValue(start, end);
    if (last >= 0 && this.#scanner.isUnsettled() !== 0) this.#settle(start, last);
    this.#isAccepted = last >= 0;
    return last;
  }

  holds(bytes: Uint8Array, start: number, end: number): boolean {
    return (
      this.#isAccepted && bytes === this.#bytes && this.starts[ROOT] === start && this.ends[ROOT] === end
    );
  }

  nodeOf(path: number): JsonNode | undefined {
    const slot = this.slotOfPath[path]!;
    const kind = kindOfSlot(this.kinds[slot]!);
    return kind && createNode(kind, this.#bytes, this.starts[slot]!, this.ends[slot]!);
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
