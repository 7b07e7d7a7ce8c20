// WebAssembly as this project uses it: small modules with SIMD, kept as base64, one memory per instance.

/** The part of the global `WebAssembly` that is used here: neither the library of ES2024 nor Node's types have it. */
interface WasmApi {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule) => { readonly exports: object };
  validate(bytes: Uint8Array): boolean;
}
interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

/** Memory of an instance. Growing it detaches all views of its buffer. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** An exported global. */
export interface WasmGlobal {
  readonly value: number;
}

export const WASM_PAGE_BYTES = 65_536;

const wasm = (globalThis as { readonly WebAssembly?: WasmApi }).WebAssembly;

/** A module that is compiled when it is first used. */
export class WasmProgram {
  readonly #base64: string;
  #module: WasmModule | undefined;

  /** `base64`: the module as bytes. */
  constructor(base64: string) {
    this.#base64 = base64;
  }

  /** Whether this machine runs it: it may lack SIMD. */
  get isSupported(): boolean {
    return this.#module !== undefined || (wasm?.validate(Buffer.from(this.#base64, 'base64')) ?? false);
  }

  /** A new instance's exports, which the caller knows. Assumes `isSupported`. */
  instantiate(): object {
    if (!wasm) throw new Error('no WebAssembly here');
    this.#module ??= new wasm.Module(Buffer.from(this.#base64, 'base64'));
    return new wasm.Instance(this.#module).exports;
  }
}

/** Make sure that memory reaches to `end`; its views are detached if it had to grow. */
export function reserveMemory(memory: WasmMemory, end: number): void {
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
}
