import type { SourceText, Span } from '@windhover/diagnostics';
import { isMap, isScalar, isSeq, parseAllDocuments, type YAMLMap } from 'yaml';

/** The item of a rules file that defines a rule, with the places of its parts. */
export interface WrittenRule {
  readonly name: string;
  readonly nameSpan: Span;
  /** Places of the values by key. */
  readonly values: ReadonlyMap<string, Span>;
  /** Texts of the scalar values by key. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names of exceptions that have values, with their places. */
  readonly filledExceptions: ReadonlyMap<string, Span>;
  /** Ids of lint rules that a comment `# lint-disable: ID, …` in the item leaves out. */
  readonly disabledLints: ReadonlySet<string>;
}

/** The definitions in rules files, by name. Items that append or override are none; of several the last one counts. */
export function findWrittenRules(files: readonly SourceText[]): Map<string, WrittenRule> {
  const found = new Map<string, WrittenRule>();
  for (const source of files) {
    const documents = parseAllDocuments(source.text, { schema: 'failsafe', uniqueKeys: false, merge: false });
    if (!Array.isArray(documents)) continue;
    for (const { contents } of documents) {
      if (!isSeq(contents)) continue;
      for (const item of contents.items) {
        const rule = isMap(item) ? readDefinition(item, source) : undefined;
        if (rule !== undefined) found.set(rule.name, rule);
      }
    }
  }
  return found;
}

function readDefinition(item: YAMLMap, source: SourceText): WrittenRule | undefined {
  const values = new Map<string, Span>();
  const texts = new Map<string, string>();
  for (const { key, value } of item.items) {
    if (!isScalar(key)) continue;
    const span = spanOf(value, source);
    if (span !== undefined) values.set(String(key.value), span);
    if (isScalar(value)) texts.set(String(key.value), String(value.value));
  }
  const name = texts.get('rule');
  const nameSpan = values.get('rule');
  if (name === undefined || nameSpan === undefined || !values.has('condition')) return undefined;
  if (values.has('override') || values.has('append')) return undefined;
  return {
    name,
    nameSpan,
    values,
    texts,
    filledExceptions: readExceptions(item, source),
    disabledLints: readDisabledLints(item, source),
  };
}

function readExceptions(item: YAMLMap, source: SourceText): Map<string, Span> {
  const found = new Map<string, Span>();
  const exceptions = item.get('exceptions');
  for (const exception of isSeq(exceptions) ? exceptions.items : []) {
    if (!isMap(exception)) continue;
    const name = exception.get('name', true);
    const values = exception.get('values');
    const span = spanOf(name, source);
    if (span !== undefined && isScalar(name) && isSeq(values) && values.items.length > 0)
      found.set(String(name.value), span);
  }
  return found;
}

function readDisabledLints(item: YAMLMap, source: SourceText): Set<string> {
  const span = spanOf(item, source);
  const text = span === undefined ? '' : source.text.slice(span.start, span.end);
  const comments = [...text.matchAll(/#[^\n]*\blint-disable:([^\n]*)/g)].map(([, ids = '']) => ids);
  return new Set(comments.flatMap((ids) => ids.split(/[\s,]+/)).filter((id) => id !== ''));
}

function spanOf(node: unknown, source: SourceText): Span | undefined {
  const range = (node as { range?: readonly [number, number, number] | null } | null | undefined)?.range;
  return range ? { source, start: range[0], end: range[1] } : undefined;
}
