import { decodeByteString, type ByteString } from '@windhover/bytes';
import type { Diagnostic, Span } from '@windhover/diagnostics';
import type { CollectedException, ExceptionEntry } from '../collect/collected.ts';
import type { CompiledRule } from '../compile/compile-rules.ts';
import { listConjuncts } from './literal-conjuncts.ts';
import type { ValidatedRules } from './validated-rules.ts';

/**
 * Hint at rows of exceptions that no event can satisfy: the rule itself requires a value of the field that the row
 * does not have.
 */
export function hintNeverMatchingExceptions({ compilation }: ValidatedRules): readonly Diagnostic[] {
  const listNames = new Set(compilation.lists.map(({ name }) => name));
  return compilation.rules.flatMap((rule) => hintInRule(rule, listNames));
}

function hintInRule(rule: CompiledRule, listNames: ReadonlySet<ByteString>): readonly Diagnostic[] {
  const { exceptions } = rule.collected;
  if (exceptions.length === 0) return [];
  const required = new Map<ByteString, ReadonlySet<ByteString>>();
  for (const conjunct of listConjuncts(rule.loaded.condition)) {
    if (conjunct.kind === 'literals') required.set(conjunct.field, conjunct.values);
  }
  if (required.size === 0) return [];
  return exceptions.flatMap((exception) =>
    exception.values.flatMap((row) => hintInRow(exception, row, required, listNames)),
  );
}

function hintInRow(
  { name, fields, comps }: CollectedException,
  row: ExceptionEntry,
  required: ReadonlyMap<ByteString, ReadonlySet<ByteString>>,
  listNames: ReadonlySet<ByteString>,
): readonly Diagnostic[] {
  const columns = fields.isList
    ? fields.items.map((field, index) => ({ field, comp: comps.items[index], value: row.items[index] }))
    : [{ field: fields, comp: comps, value: row }];
  for (const { field, comp, value } of columns) {
    const wanted = required.get(field.text.text);
    const operator = comp?.text.text;
    if (wanted === undefined || value?.span === undefined || (operator !== '=' && operator !== 'in'))
      continue;
    const given = readLiterals(value, listNames);
    if (given === undefined || given.some((literal) => wanted.has(literal))) continue;
    return [describe(name, field.text.text, wanted, value.span)];
  }
  return [];
}

/** Literals of a value as written; undefined where lists or quotes make them something else. */
function readLiterals(
  value: ExceptionEntry,
  listNames: ReadonlySet<ByteString>,
): readonly ByteString[] | undefined {
  const texts = (value.isList ? value.items : [value]).map(({ text }) => text.text);
  return texts.some((text) => listNames.has(text) || /["'()\s,=]/.test(text)) ? undefined : texts;
}

function describe(
  name: ByteString,
  field: ByteString,
  wanted: ReadonlySet<ByteString>,
  span: Span,
): Diagnostic {
  const [first = '', ...others] = [...wanted].map(decodeByteString);
  const values = others.length > 0 ? `one of ${[first, ...others].slice(0, 5).join(', ')}` : `"${first}"`;
  return {
    severity: 'hint',
    code: 'exception-never-matches',
    message: `exception "${decodeByteString(name)}" can never match with this value of "${decodeByteString(field)}"`,
    span,
    hints: [`the rule fires only when "${decodeByteString(field)}" is ${values}`],
    notes: [],
  };
}
