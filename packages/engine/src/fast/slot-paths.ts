import type { FieldSlot } from '../compile/field-slots.ts';
import type { JsonPath } from '@windhover/json';

/** Paths with numbers, as a projection takes them. The first is always the empty one: the record itself. */
export interface SlotPaths {
  readonly paths: readonly JsonPath[];
  /** For each slot the numbers of the paths that its field looks at. */
  readonly ofSlot: readonly (readonly number[])[];
  /** The numbers of the paths asked for besides. */
  readonly others: readonly number[];
}

/** The number of the empty path. */
export const ROOT_PATH = 0;

/** Number the paths of slots, and others, once each. */
export function numberPaths(slots: readonly FieldSlot[], others: readonly JsonPath[] = []): SlotPaths {
  const paths: JsonPath[] = [[]];
  const numbers = new Map<string, number>([[JSON.stringify([]), ROOT_PATH]]);
  const numberOf = (path: JsonPath): number => {
    const key = JSON.stringify(path);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, paths.length);
    return paths.push(path) - 1;
  };
  return { paths, ofSlot: slots.map((slot) => slot.paths.map(numberOf)), others: others.map(numberOf) };
}
