// Inflating in WebAssembly: half the time of zlib, and above all no new memory for every object, which V8 would
// collect again and again.

import { reserveMemory, WasmProgram, type WasmGlobal, type WasmMemory } from '@windhover/bytes';
import { inflateWasm } from '../generated/inflate-wasm.ts';
import type { MemberInflater } from './member-inflater.ts';

/** What assembly/inflate.ts exports. */
interface Exports {
  readonly memory: WasmMemory;
  readonly free: WasmGlobal;
  readonly INPUT_SLACK: WasmGlobal;
  readonly DONE: WasmGlobal;
  readonly TOO_LARGE: WasmGlobal;
  inflate(start: number, end: number, target: number, maxBytes: number): number;
  consumedTo(): number;
  producedTo(): number;
}

const program = new WasmProgram(inflateWasm);

/** Whether this machine runs WebAssembly with SIMD. */
export function isWasmInflaterSupported(): boolean {
  return program.isSupported;
}

/** Assumes `isWasmInflaterSupported()`. Its memory grows to the largest object and what came out of it. */
export function createWasmInflater(): MemberInflater {
  const wasm = program.instantiate() as Exports;
  const inputStart = wasm.free.value;
  let inputEnd = inputStart;
  let outputStart = inputStart;
  let outputEnd = inputStart;
  return {
    load(object) {
      inputEnd = inputStart + object.length;
      outputStart = outputEnd = inputEnd + wasm.INPUT_SLACK.value;
      reserveMemory(wasm.memory, outputStart);
      const memory = new Uint8Array(wasm.memory.buffer, inputStart);
      memory.set(object);
      memory.fill(0, object.length, object.length + wasm.INPUT_SLACK.value);
    },
    inflate(start, maxBytes) {
      const result = wasm.inflate(inputStart + start, inputEnd, outputEnd, maxBytes);
      if (result === wasm.TOO_LARGE.value) return 'too-large';
      if (result !== wasm.DONE.value) return 'damaged';
      const length = wasm.producedTo() - outputEnd;
      outputEnd += length;
      return { length, end: wasm.consumedTo() - inputStart };
    },
    // Searches in a `Buffer` are native.
    output: () => [Buffer.from(wasm.memory.buffer, outputStart, outputEnd - outputStart)],
  };
}
