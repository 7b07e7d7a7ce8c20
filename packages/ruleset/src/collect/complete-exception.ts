import {
  checkCondition,
  isListOperator,
  isModifiedOperator,
  isOperatorName,
  parseCondition,
  resolveField,
  type FieldCatalog,
} from '@windhover/condition';
import type { ByteString } from '@windhover/bytes';
import { withSpan, type Context } from '../context.ts';
import type { Report } from '../report.ts';
import { locateTraced, untraced } from '../traced-text.ts';
import { isGiven, type CollectedException, type ExceptionEntry } from './collected.ts';

/** Depth up to which Falco parses what is not a condition of a rule (condition-language.md §2.3). */
const MAX_DEPTH = 100;

/**
 * Check a new exception and give it the operators it leaves out, spec rules-files.md §9.2. Without a catalog
 * fields are not looked up. Undefined when an error was reported.
 */
export function completeException(
  exception: CollectedException,
  catalog: FieldCatalog | undefined,
  report: Report,
): CollectedException | undefined {
  const errorsBefore = report.errorCount;
  const comps = completeComps(exception, report);
  if (catalog !== undefined) {
    for (const field of entriesOf(exception.fields)) checkField(field, exception, catalog, report);
  }
  return report.errorCount === errorsBefore && comps !== undefined ? { ...exception, comps } : undefined;
}

function completeComps(
  { fields, comps, context }: CollectedException,
  report: Report,
): ExceptionEntry | undefined {
  const fail = (message: ByteString, entry: ExceptionEntry = comps): undefined => {
    report.error('LOAD_ERR_VALIDATE', message, withSpan(context, entry.span ?? fields.span));
  };
  if (!isGiven(fields)) return fail('Rule exception item must have fields property with a list of fields');
  if (!fields.isList) {
    const single = isGiven(comps) ? comps : scalarEntry('in');
    if (single.isList) return fail('Fields and comps must both be strings');
    const operator = single.text.text;
    if (isListOperator(operator)) return single;
    return fail(
      'When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)',
    );
  }
  const listed = isGiven(comps) ? comps : listEntry(fields.items.map(() => scalarEntry('=')));
  if (!listed.isList || listed.items.length !== fields.items.length) {
    return fail('Fields and comps lists must have equal length');
  }
  for (const entry of listed.items) {
    const { text } = entry;
    if (!isExceptionOperator(text.text)) {
      return fail(`'${text.text}' is not a supported comparison operator`, entry);
    }
  }
  return listed;
}

function isExceptionOperator(text: ByteString): boolean {
  const trimmed = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  return isOperatorName(trimmed) || isModifiedOperator(trimmed);
}

function entriesOf(fields: ExceptionEntry): readonly ExceptionEntry[] {
  return fields.isList ? fields.items : [fields];
}

function checkField(
  entry: ExceptionEntry,
  { context }: CollectedException,
  catalog: FieldCatalog,
  report: Report,
): void {
  const field = entry.text.text;
  const span = locateTraced(entry.text, 0, field.length);
  const place: Context = span ? { ...context, span } : context;
  if (field.includes('(')) {
    const parsed = parseCondition(`${field} exists`, { maxDepth: MAX_DEPTH });
    if (parsed.ok && checkCondition(parsed.node, catalog).ok) return;
  } else {
    const resolution = resolveField(catalog, field);
    if (resolution.ok) return;
    if (resolution.exists) {
      // Falco loses track of the place here.
      let file: Context = context;
      while (file.parent) file = file.parent;
      report.error('LOAD_ERR_VALIDATE', resolution.message, { ...file, span: place.span });
      return;
    }
  }
  const candidates = (): Iterable<string> => catalog.all().map(({ name }) => name);
  report.error('LOAD_ERR_VALIDATE', `'${field}' is not a supported filter field`, place, {
    subject: { kind: 'field', name: field, candidates },
  });
}

function scalarEntry(text: ByteString): ExceptionEntry {
  return { isList: false, text: untraced(text), items: [] };
}

function listEntry(items: readonly ExceptionEntry[]): ExceptionEntry {
  return { isList: true, text: untraced(''), items };
}
