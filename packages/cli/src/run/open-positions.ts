import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { OwnSettings } from '@windhover/config';
import { openPositionStore, type PositionStore } from '@windhover/pipeline';

/** How far ingests are, in the folder of the state, which is made if it is not there; undefined without `state`. */
export function openPositions({ state }: OwnSettings, cwd: string): PositionStore | undefined {
  if (state === undefined) return undefined;
  const directory = resolve(cwd, state.directory);
  mkdirSync(directory, { recursive: true });
  return openPositionStore(join(directory, 'checkpoints.sqlite'));
}
