// Text as Falco sees it: byte strings. Every room of the language and of the events works on these.

export type { ByteString } from './byte-string.ts';
export { byteLength, decodeByteString, encodeByteString, sliceToByteString } from './byte-string.ts';
export type { WasmGlobal, WasmMemory } from './wasm.ts';
export { reserveMemory, WasmProgram } from './wasm.ts';
