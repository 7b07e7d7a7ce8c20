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

export interface ProjectionOptions {
  /** Groups of paths, by number, that get a table each. */
  readonly groups?: readonly (readonly number[])[];
  readonly form?: ProjectionForm;
}

/** Create a projection of `paths`: it reads many records, in one pass each, for the values at these paths. */
export function createProjection(
  paths: readonly JsonPath[],
  { groups = [], form = chooseProjectionForm() }: ProjectionOptions = {},
): Projection {
  return form === 'wasm' ? createWasmProjection(paths, groups) : createByteProjection(paths, groups);
}
