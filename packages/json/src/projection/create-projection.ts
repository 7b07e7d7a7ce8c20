import type { JsonPath } from '../node.ts';
import { createByteProjection } from './byte-projection.ts';
import type { FilterOptions, Projection } from './projection.ts';
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
  /** Create a filter, if the form has one. */
  readonly filter?: FilterOptions | undefined;
  readonly form?: ProjectionForm;
}

/** Create a projection of `paths`: it reads many records, in one pass each, for the values at these paths. */
export function createProjection(
  paths: readonly JsonPath[],
  { groups = [], filter, form = chooseProjectionForm() }: ProjectionOptions = {},
): Projection {
  return form === 'wasm' ? createWasmProjection(paths, groups, filter) : createByteProjection(paths, groups);
}
