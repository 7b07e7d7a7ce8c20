import type { CheckedCompare, CheckedExists, Operand } from '@windhover/condition';

/** A text that two checks share exactly if they are the same predicate, wherever they stand. */
export function keyOfLeaf(leaf: CheckedExists | CheckedCompare): string {
  return JSON.stringify(describeLeaf(leaf));
}

function describeLeaf(leaf: CheckedExists | CheckedCompare): unknown {
  const left = describeOperand(leaf.operand);
  if (leaf.kind === 'exists') return ['exists', left];
  const right =
    leaf.right.kind === 'operand'
      ? ['operand', describeOperand(leaf.right.operand)]
      : leaf.right.values.map((value) =>
          typeof value === 'object'
            ? [value.kind, [...value.address], value.kind === 'ipnet' ? value.prefix : 0]
            : [typeof value, String(value)],
        );
  return [leaf.operator, leaf.modifier ?? '', left, right];
}

function describeOperand(operand: Operand): unknown {
  switch (operand.kind) {
    case 'field':
      return ['field', operand.field.text];
    case 'constant':
      return ['constant', operand.value];
    case 'transform':
      return [operand.name, describeOperand(operand.input)];
    case 'concat':
      return ['concat', ...operand.parts.map(describeOperand)];
    case 'join':
      return ['join', describeOperand(operand.separator), describeOperand(operand.list)];
    case 'getopt':
      return [
        'getopt',
        operand.selector ?? null,
        describeOperand(operand.list),
        describeOperand(operand.options),
      ];
    case 'list':
      return ['list', ...operand.items.map(describeOperand)];
  }
}
