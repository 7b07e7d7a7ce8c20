import type { ByteString } from '@windhover/bytes';
import { isListOperator } from '@windhover/condition';
import type { CollectedException, ExceptionEntry } from '../collect/collected.ts';
import { withSpan } from '../context.ts';
import type { Report } from '../report.ts';
import { concatTraced, type TracedText } from '../traced-text.ts';

type Part = TracedText | ByteString;

/**
 * The condition of a rule with its exceptions as text, spec rules-files.md §9.3. Undefined when a value does not
 * fit the fields, which was reported.
 */
export function writeExceptions(
  condition: TracedText,
  exceptions: readonly CollectedException[],
  report: Report,
): TracedText | undefined {
  if (exceptions.length === 0) return condition;
  const parts: Part[] = ['(', condition, ')'];
  let failed = false;
  for (const exception of exceptions) {
    if (exception.values.length === 0) continue;
    const written = exception.fields.isList ? writeRows(exception, report) : writeScalar(exception, report);
    if (written === undefined) failed = true;
    else for (const part of [' and not ', ...written]) parts.push(part);
  }
  return failed ? undefined : concatTraced(parts);
}

/** `(F comp (v1, v2))` */
function writeScalar(exception: CollectedException, report: Report): Part[] | undefined {
  const { fields, comps, values, context } = exception;
  const parts: Part[] = ['(', fields.text, ' ', comps.text, ' ('];
  for (const [index, value] of values.entries()) {
    if (value.isList) {
      report.error(
        'LOAD_ERR_VALIDATE',
        'Expected values array to contain a list of strings',
        withSpan(context, value.span),
        {
          hints: [`"fields" is a single field, so "values" is a plain list: [a, b]`],
        },
      );
      return undefined;
    }
    parts.push(...(index > 0 ? [', '] : []), ...quote(value.text));
  }
  parts.push('))');
  return parts;
}

/** `(( F1 comp1 V1 and  F2 comp2 V2) or ( … ))` */
function writeRows(exception: CollectedException, report: Report): Part[] | undefined {
  const { fields, comps, values, context } = exception;
  const parts: Part[] = ['('];
  let failed = false;
  for (const [index, row] of values.entries()) {
    if (row.items.length !== fields.items.length) {
      const names = fields.items.map(({ text }) => text.text).join(', ');
      const found = row.isList ? `has ${row.items.length}` : 'is not a list';
      report.error(
        'LOAD_ERR_VALIDATE',
        'Fields and values lists must have equal length',
        withSpan(context, row.span),
        {
          hints: [
            `each row of "values" is a list with one value for each of the fields ${names}; this one ${found}`,
          ],
        },
      );
      failed = true;
      continue;
    }
    parts.push(index > 0 ? ' or (' : '(');
    for (const [column, field] of fields.items.entries()) {
      const value = row.items[column];
      const comp = comps.items[column]?.text ?? '=';
      if (value)
        parts.push(column > 0 ? ' and ' : '', ' ', field.text, ' ', comp, ' ', ...writeValue(value, comp));
    }
    parts.push(')');
  }
  parts.push(')');
  return failed ? undefined : parts;
}

function writeValue(value: ExceptionEntry, comp: Part): Part[] {
  if (value.isList) {
    return [
      '(',
      ...value.items.flatMap((item, index) => [...(index > 0 ? [', '] : []), ...quote(item.text)]),
      ')',
    ];
  }
  const { text } = value.text;
  const operator = typeof comp === 'string' ? comp : comp.text;
  if (isListOperator(operator) && !text.startsWith('(')) return ['(', value.text, ')'];
  return isListOperator(operator) ? [value.text] : quote(value.text);
}

/** Text with a blank is put in quotes unless it brings its own; nothing is escaped. */
export function quote(text: TracedText): Part[] {
  const needsQuotes = text.text.includes(' ') && !text.text.startsWith('"') && !text.text.startsWith("'");
  return needsQuotes ? ['"', text, '"'] : [text];
}
