// Output formats compiled to functions of a record, spec outputs.md §1 and §2.

import type { ByteString } from '@windhover/bytes';
import type { CheckedFormat, FormatPiece, Operand } from '@windhover/condition';
import { compileOperand } from '../compile/compile-operand.ts';
import { declarationOf } from '../compile/field-slots.ts';
import type { RecordValues, SlotTable } from '../compile/record-values.ts';
import { ABSENT_TEXT, renderValue } from './render-value.ts';

/** Renders the message of a rule for a record. */
export type FormatRenderer = (values: RecordValues) => ByteString;

export function compileFormat({ pieces }: CheckedFormat, slots: SlotTable): FormatRenderer {
  const renderers = pieces.map((piece) => compilePiece(piece, slots));
  return (values) => {
    let message = '';
    for (const render of renderers) message += render(values);
    return message;
  };
}

function compilePiece(piece: FormatPiece, slots: SlotTable): FormatRenderer {
  if (piece.kind === 'text') return () => piece.text;
  const { operand, width } = piece;
  const render = compileValue(operand, slots);
  return width === 0 ? render : (values) => render(values).slice(0, width).padEnd(width, ' ');
}

function compileValue(operand: Operand, slots: SlotTable): FormatRenderer {
  const read = compileOperand(operand, slots);
  if (isUnprintable(operand)) return () => ABSENT_TEXT;
  const text = operand.kind === 'field' ? declarationOf(operand.field).text : undefined;
  return (values) => renderValue(read(values), operand.type, text);
}

/** Falco prints a `len` in the way of the field inside, and only plugin fields have a way to print numbers. */
function isUnprintable(operand: Operand): boolean {
  if (operand.kind !== 'transform' || operand.name !== 'len') return false;
  let inner = operand.input;
  while (inner.kind === 'transform') inner = inner.input;
  return inner.kind !== 'field' || inner.field.definition.generic === true;
}
