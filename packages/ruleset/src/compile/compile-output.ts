import { decodeByteString, encodeByteString, type ByteString } from '@windhover/bytes';
import { parseFormat, TRANSFORMERS, type CheckedFormat, type FieldCatalog } from '@windhover/condition';
import type { Span } from '@windhover/diagnostics';
import { joinParts, type CollectedRule } from '../collect/collected.ts';
import type { ProblemDetails, Report } from '../report.ts';
import type { AppendOutput, LoadedRule } from '../ruleset.ts';
import { concatTraced, locateTraced, sliceTraced, type TracedText } from '../traced-text.ts';

export interface CompiledOutput {
  readonly format: CheckedFormat;
  readonly extraFields: LoadedRule['extraFields'];
  /** The format as text, with everything that was appended. */
  readonly text: ByteString;
  /** Formats of the extra fields by name, `%field` for plain ones. */
  readonly extraFormats: ReadonlyMap<
    ByteString,
    { readonly text: ByteString; readonly isFormatted: boolean }
  >;
}

export interface OutputFailure {
  readonly message: ByteString;
  /** The item that is no field, if it was written in a file. */
  readonly span: Span | undefined;
  readonly details: ProblemDetails;
}

const CONTAINER_INFO = '%container.info';
const CONTAINER_INFO_DEPRECATED =
  '%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.';
const DEPRECATED_FIELDS = /evt\.dir|evt\.latency(?:\.[a-z]+)*|evt\.wait_latency/g;

/**
 * The output of a rule with what `append_output` adds to it (outputs.md §5), compiled. Warnings are reported,
 * a failure is given back: it may not count (`skip-if-unknown-filter`).
 */
export function compileOutput(
  rule: CollectedRule,
  catalog: FieldCatalog,
  appended: readonly AppendOutput[],
  report: Report,
): CompiledOutput | OutputFailure {
  const matching = appended.filter(({ match }) => matchesRule(match, rule));
  let traced = concatTraced([
    joinParts(rule.output),
    ...matching.map((entry) => extraOutputOf(entry, catalog)),
  ]);
  if (traced.text.includes(CONTAINER_INFO)) {
    traced = removeText(traced, CONTAINER_INFO);
    report.warn('LOAD_DEPRECATED_ITEM', CONTAINER_INFO_DEPRECATED, rule.context);
  }
  const { text } = traced;
  const parsed = parseFormat(text, catalog);
  if (!parsed.ok) {
    const { message, span } = parsed.error;
    return {
      message,
      span: locateTraced(traced, span.start, span.end),
      details: explainFormat(text.slice(span.start, span.end), catalog),
    };
  }
  for (const field of new Set(text.match(DEPRECATED_FIELDS))) {
    const message = `usage of deprecated field '${field}' has been detected in the rule output`;
    report.warn('LOAD_DEPRECATED_ITEM', message, rule.outputContext, { deprecatedField: field });
  }
  const extraFields: LoadedRule['extraFields'][number][] = [];
  const extraFormats = new Map<ByteString, { text: ByteString; isFormatted: boolean }>();
  for (const field of matching.flatMap((entry) => entry.extraFields)) {
    const compiled = compileExtraField(field, catalog);
    if ('message' in compiled) return compiled;
    extraFields.push(compiled);
    const format = 'format' in field ? encodeByteString(field.format) : `%${encodeByteString(field.field)}`;
    extraFormats.set(encodeByteString(compiled.name), { text: format, isFormatted: 'format' in field });
  }
  return { format: parsed.format, extraFields, text, extraFormats };
}

function removeText(traced: TracedText, removed: ByteString): TracedText {
  const parts: TracedText[] = [];
  let start = 0;
  for (let at = traced.text.indexOf(removed); at >= 0; at = traced.text.indexOf(removed, start)) {
    parts.push(sliceTraced(traced, start, at));
    start = at + removed.length;
  }
  return concatTraced([...parts, sliceTraced(traced, start, traced.text.length)]);
}

/** What to say of a piece of a format, from its percent sign on, that is no field. */
function explainFormat(item: ByteString, catalog: FieldCatalog): ProblemDetails {
  const transformer = /^%\d*([a-z0-9]+)\(/.exec(item)?.[1];
  if (transformer !== undefined && TRANSFORMERS.some(({ name }) => name === transformer)) {
    return { plainMessage: `"${transformer}" does not take what stands in these parentheses` };
  }
  const name = /^%\d*([a-zA-Z]\w*(?:\.\w+)+)/.exec(item)?.[1];
  if (name === undefined) {
    return {
      plainMessage: 'no field follows this percent sign',
      hints: ['a percent sign begins a field; there is no way to print one'],
    };
  }
  if (catalog.find(name)?.argument?.required === true) {
    return { plainMessage: `field "${name}" needs an argument`, hints: [`write %${name}[…]`] };
  }
  return {
    subject: { kind: 'field', name, candidates: () => catalog.all().map((definition) => definition.name) },
  };
}

function matchesRule(match: AppendOutput['match'], rule: CollectedRule): boolean {
  if (match.source !== undefined && match.source !== decodeByteString(rule.source)) return false;
  if (match.rule !== undefined && match.rule !== decodeByteString(rule.name)) return false;
  return (match.tags ?? []).every((tag) => rule.tags.has(encodeByteString(tag)));
}

function extraOutputOf(entry: AppendOutput, catalog: FieldCatalog): ByteString {
  const extra = entry.extraOutput ? ` ${encodeByteString(entry.extraOutput)}` : '';
  if (entry.suggestedOutput !== true) return extra;
  // Of what Falco suggests only the static fields exist here: the plugins of these sources suggest none.
  const suggested = catalog.all().filter(({ name }) => name.startsWith('static.'));
  return extra + suggested.map(({ name }) => ` ${name.replaceAll('.', '_')}=%${name}`).join('');
}

function compileExtraField(
  field: AppendOutput['extraFields'][number],
  catalog: FieldCatalog,
): LoadedRule['extraFields'][number] | OutputFailure {
  const name = 'format' in field ? field.name : field.field;
  const parsed = parseFormat(encodeByteString('format' in field ? field.format : `%${field.field}`), catalog);
  if (!parsed.ok)
    return {
      message: parsed.error.message,
      span: undefined,
      details: { hints: [`in "append_output", extra field "${name}"`] },
    };
  const [piece, ...others] = parsed.format.pieces;
  if (!('format' in field) && others.length === 0 && piece?.kind === 'value') {
    return piece.operand.kind === 'field'
      ? { kind: 'field', name, field: piece.operand.field }
      : { kind: 'absent', name };
  }
  return { kind: 'formatted', name, format: parsed.format };
}
