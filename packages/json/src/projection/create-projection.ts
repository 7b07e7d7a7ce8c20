import type { JsonPath } from '../node.ts';
import { createByteProjection } from './byte-projection.ts';
import type { Projection } from './projection.ts';
import { createWasmProjection, isWasmSupported } from './wasm-projection.ts';

/** `wasm`: WebAssembly with SIMD; `bytes`: TypeScript. Both read the same. */
export type ProjectionForm = 'wasm' | 'bytes';

/** The fastest form that runs on this machine. */
export function chooseProjectionForm(): ProjectionForm {
  return isWasmSupported() ? 'wasm' : 'bytes';
}

/** Create a projection of `paths`: it reads many records, in one pass each, for the values at these paths. */
export function createProjection(
  paths: readonly JsonPath[],
  form: ProjectionForm = chooseProjectionForm(),
): Projection {
  return form === 'wasm' ? createWasmProjection(paths) : createByteProjection(paths);
}
