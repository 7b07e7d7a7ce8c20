// What can be known of an event source's rules before the first record: which checks depend on one field alone.

import type { ConditionProgram } from '../compile/compile-condition.ts';
import type { CompiledLeaf } from '../compile/compile-leaf.ts';
import type { CompiledSource } from '../compile/compile-ruleset.ts';
import type { RecordValues } from '../compile/record-values.ts';
import { AtomSet } from './atom-set.ts';
import { keyOfLeaf } from './leaf-key.ts';

/** A rule's program with what is known of its checks. */
export interface PlannedProgram {
  readonly program: ConditionProgram;
  /** For each check its slot, if it is an atom, or `RESIDUAL`. */
  readonly slotOfLeaf: Int32Array;
  /** For each check its atom's number within the slot. */
  readonly atomOfLeaf: Int32Array;
  /** Checks without any field, and how they come out. */
  readonly constants: ReadonlyMap<number, boolean>;
}

export interface MatchPlan {
  readonly programs: readonly PlannedProgram[];
  /** The atoms of each slot. */
  readonly atoms: readonly AtomSet[];
}

/** Stands for "no slot": the check reads several fields. */
export const RESIDUAL = -1;

export function planMatching({ rules, conditionSlotCount }: CompiledSource): MatchPlan {
  const atoms = Array.from({ length: conditionSlotCount }, () => new AtomSet());
  const numbers = new Map<string, number>();
  const atomNumber = (leaf: CompiledLeaf, slot: number): number => {
    const key = keyOfLeaf(leaf.source);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = atoms[slot]?.add(leaf) ?? RESIDUAL;
    numbers.set(key, number);
    return number;
  };
  const programs = rules.map(({ program }) => {
    const slotOfLeaf = new Int32Array(program.leaves.length).fill(RESIDUAL);
    const atomOfLeaf = new Int32Array(program.leaves.length);
    const constants = new Map<number, boolean>();
    program.leaves.forEach((leaf, index) => {
      const [slot, ...others] = leaf.slots;
      if (slot === undefined) constants.set(index, leaf.test(NO_VALUES));
      else if (others.length === 0) {
        slotOfLeaf[index] = slot;
        atomOfLeaf[index] = atomNumber(leaf, slot);
      }
    });
    return { program, slotOfLeaf, atomOfLeaf, constants };
  });
  return { programs, atoms };
}

const NO_VALUES: RecordValues = { get: () => undefined };
