import type { Operand } from './checked.ts';
import type { ResolvedField } from './field-catalog.ts';

/** The fields that an operand reads, in the order of its text; a field read twice is there twice. */
export function collectFields(operand: Operand): ResolvedField[] {
  switch (operand.kind) {
    case 'field':
      return [operand.field];
    case 'constant':
      return [];
    case 'transform':
      return collectFields(operand.input);
    case 'concat':
      return operand.parts.flatMap(collectFields);
    case 'join':
      return [...collectFields(operand.separator), ...collectFields(operand.list)];
    case 'getopt':
      return [...collectFields(operand.list), ...collectFields(operand.options)];
    case 'list':
      return operand.items.flatMap(collectFields);
  }
}
