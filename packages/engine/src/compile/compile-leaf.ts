import type { CheckedCompare, CheckedExists } from '@windhover/condition';
import { compareListWithLiterals, compareWithLiterals } from '../operators/compare-with-literals.ts';
import { compareValues, isList } from '../operators/compare-values.ts';
import { compileOperand, type OperandReader } from './compile-operand.ts';
import type { RecordValues, SlotTable } from './record-values.ts';

/** One check of a condition, ready to run. */
export interface CompiledLeaf {
  readonly source: CheckedExists | CheckedCompare;
  /** The slots it reads, without duplicates. */
  readonly slots: readonly number[];
  /** The value at the left of the operator, for explanations. */
  readonly readLeft: OperandReader;
  /** The value at the right, where it is not literals. */
  readonly readRight?: OperandReader;
  /** Whether the check holds. An absent value on either side makes it false, spec §9. */
  test(values: RecordValues): boolean;
}

export function compileLeaf(source: CheckedExists | CheckedCompare, slots: SlotTable): CompiledLeaf {
  const used = new Set<number>();
  const recorded: SlotTable = {
    slotOf(field) {
      const slot = slots.slotOf(field);
      used.add(slot);
      return slot;
    },
  };
  const leaf = source.kind === 'exists' ? compileExists(source, recorded) : compileCompare(source, recorded);
  return { ...leaf, slots: [...used] };
}

function compileExists(source: CheckedExists, slots: SlotTable): Omit<CompiledLeaf, 'slots'> {
  const readLeft = compileOperand(source.operand, slots);
  return { source, readLeft, test: (values) => readLeft(values) !== undefined };
}

function compileCompare(source: CheckedCompare, slots: SlotTable): Omit<CompiledLeaf, 'slots'> {
  const readLeft = compileOperand(source.operand, slots);
  if (source.right.kind === 'operand') {
    const readRight = compileOperand(source.right.operand, slots);
    const relation = compareValues(source.operator, source.operand, source.right.operand);
    return {
      source,
      readLeft,
      readRight,
      test(values) {
        const left = readLeft(values);
        if (left === undefined) return false;
        const right = readRight(values);
        return right !== undefined && relation(left, right);
      },
    };
  }
  return {
    source,
    readLeft,
    test: source.operand.isList ? testList(source, readLeft) : testScalar(source, readLeft),
  };
}

function testScalar(source: CheckedCompare, readLeft: OperandReader): CompiledLeaf['test'] {
  const predicate = compareWithLiterals(source, literalsOf(source));
  return (values) => {
    const value = readLeft(values);
    return value !== undefined && !isList(value) && predicate(value);
  };
}

/** In Falco the elements of a transformed list keep their end mark, which no literal has: they match nothing. */
function testList(source: CheckedCompare, readLeft: OperandReader): CompiledLeaf['test'] {
  const predicate = compareListWithLiterals(source, literalsOf(source));
  const isTransformed = source.operand.kind === 'transform';
  return (values) => {
    const value = readLeft(values);
    return value !== undefined && isList(value) && !(isTransformed && value.length > 0) && predicate(value);
  };
}

function literalsOf({ right }: CheckedCompare) {
  return right.kind === 'literals' ? right.values : [];
}
