import type { MemberInflater } from './member-inflater.ts';
import { createWasmInflater, isWasmInflaterSupported } from './wasm-inflater.ts';
import { createZlibInflater } from './zlib-inflater.ts';

/** The fastest form that runs on this machine. */
export function createMemberInflater(): MemberInflater {
  return isWasmInflaterSupported() ? createWasmInflater() : createZlibInflater();
}
