import { decodeByteString, type ByteString } from '@windhover/bytes';
import {
  checkCondition,
  positionAt,
  substituteMacros,
  visitCondition,
  type CheckedCondition,
  type ConditionNode,
  type FieldCatalog,
} from '@windhover/condition';
import { joinParts, type Collected, type CollectedRule } from '../collect/collected.ts';
import { enterCondition, withSpan, type Context } from '../context.ts';
import type { LookUpCatalog } from '../look-up-catalog.ts';
import type { ProblemDetails, Report } from '../report.ts';
import type { AppendOutput, LoadedRule } from '../ruleset.ts';
import type { TracedText } from '../traced-text.ts';
import { parseTraced, reportUndefinedMacro, type CompiledMacros } from './compile-macros.ts';
import { compileOutput, type CompiledOutput } from './compile-output.ts';
import type { ListSubstitution } from './substitute-lists.ts';
import { locatePart, type ConditionOrigins } from './traced-condition.ts';
import { writeExceptions } from './write-exceptions.ts';

export interface CompiledRule {
  readonly collected: CollectedRule;
  readonly loaded: LoadedRule;
  readonly output: CompiledOutput;
}

export interface RuleCompiler {
  readonly collected: Collected;
  readonly macros: CompiledMacros;
  readonly lists: ListSubstitution;
  readonly origins: ConditionOrigins;
  readonly lookUp: LookUpCatalog;
  readonly appendOutput: readonly AppendOutput[];
  /** Names of macros that rules refer to are added here. */
  readonly usedMacros: Set<ByteString>;
  readonly report: Report;
}

/** Compile all rules of known sources in table order, spec rules-files.md §10. */
export function compileRules(compiler: RuleCompiler): readonly CompiledRule[] {
  const compiled: CompiledRule[] = [];
  for (const rule of compiler.collected.rules.values()) {
    if (compiler.report.stopped) break;
    const catalog = rule.hasUnknownSource ? undefined : compiler.lookUp(rule.source);
    const done = catalog && compileRule(rule, catalog, compiled.length, compiler);
    if (done) compiled.push(done);
  }
  return compiled;
}

function compileRule(
  rule: CollectedRule,
  catalog: FieldCatalog,
  index: number,
  compiler: RuleCompiler,
): CompiledRule | undefined {
  const { report } = compiler;
  const withExceptions = writeExceptions(joinParts(rule.condition), rule.exceptions, report);
  if (report.stopped) return undefined;
  const output = compileOutput(rule, catalog, compiler.appendOutput, report);
  if ('message' in output) {
    const place = withSpan(rule.outputContext, output.span);
    reportOrSkip(rule, 'LOAD_ERR_COMPILE_OUTPUT', output.message, place, output.details, report);
    if (report.stopped || rule.skipIfUnknownFilter) return undefined;
  }
  const resolved = withExceptions && resolveCondition(rule, withExceptions, compiler);
  const condition = resolved && checkRule(rule, withExceptions, resolved, catalog, compiler);
  if (resolved === undefined || condition === undefined || 'message' in output) return undefined;
  const loaded: LoadedRule = {
    index,
    name: decodeByteString(rule.name),
    description: decodeByteString(rule.description),
    source: decodeByteString(rule.source),
    priority: rule.priority,
    tags: [...rule.tags].sort().map(decodeByteString),
    enabled: rule.enabled,
    conditionAst: resolved,
    condition,
    format: output.format,
    extraFields: output.extraFields,
  };
  return { collected: rule, loaded, output };
}

/** Lists, parse, macros. */
function resolveCondition(
  rule: CollectedRule,
  written: TracedText,
  { macros, lists, origins, usedMacros, report }: RuleCompiler,
): ConditionNode | undefined {
  const parsed = parseTraced(written, rule.conditionContext, lists, origins, report);
  if (parsed === undefined) return undefined;
  visitCondition(parsed, { identifier: ({ name }) => usedMacros.add(name) });
  const substituted = substituteMacros(parsed, (name) => macros.get(name)?.resolved);
  if (substituted.ok) return substituted.node;
  const { undefinedMacro: name, message, span } = substituted.error;
  if (name === undefined) report.error('LOAD_ERR_COMPILE_CONDITION', message, rule.conditionContext);
  else if (!macros.has(name))
    reportUndefinedMacro(rule.context, written, { name, span }, macros, origins, report);
  return undefined;
}

/** Fields, operators, literals. */
function checkRule(
  rule: CollectedRule,
  written: TracedText,
  resolved: ConditionNode,
  catalog: FieldCatalog,
  { origins, report }: RuleCompiler,
): CheckedCondition | undefined {
  const result = checkCondition(resolved, catalog);
  for (const { code, message, span, deprecatedField } of result.warnings) {
    const isAboutLiteral = code === 'LOAD_COMPILE_CONDITION';
    const part = isAboutLiteral ? (origins.rightOf(span) ?? span) : span;
    const position = isAboutLiteral ? positionAt(origins.textOf(span)?.text ?? '', part.start) : AT_START;
    const place = enterCondition(
      rule.conditionContext,
      written.text,
      position,
      locatePart(origins, span, part),
    );
    report.warn(code, message, place, deprecatedField === undefined ? {} : { deprecatedField });
  }
  if (result.ok) return result.checked;
  for (const { message, span, culprit, unknownField } of result.errors) {
    const position = positionAt(origins.textOf(span)?.text ?? '', span.start);
    const place = enterCondition(
      rule.conditionContext,
      written.text,
      position,
      locatePart(origins, span, culprit),
    );
    const candidates = (): Iterable<string> => catalog.all().map(({ name }) => name);
    const details: ProblemDetails =
      unknownField === undefined ? {} : { subject: { kind: 'field', name: unknownField, candidates } };
    reportOrSkip(rule, 'LOAD_ERR_COMPILE_CONDITION', message, place, details, report);
    if (report.stopped || rule.skipIfUnknownFilter) break;
  }
  return undefined;
}

const AT_START = { line: 0, column: 0, offset: 0 };

const SKIPPABLE = ['nonexistent field', 'invalid formatting token', 'unknown event type', 'unknown filter:'];

/** `skip-if-unknown-filter` makes some errors a warning and drops the rule, §5.8. */
function reportOrSkip(
  rule: CollectedRule,
  code: 'LOAD_ERR_COMPILE_OUTPUT' | 'LOAD_ERR_COMPILE_CONDITION',
  message: ByteString,
  place: Context,
  details: ProblemDetails,
  report: Report,
): void {
  const hinted = details.subject?.kind === 'field' ? { ...details, hints: hintSource(rule) } : details;
  if (rule.skipIfUnknownFilter && SKIPPABLE.some((marker) => message.includes(marker))) {
    report.warn('LOAD_UNKNOWN_FILTER', message, place, hinted);
  } else {
    report.error(code, message, place, hinted);
  }
}

/** The fields of other sources are unknown to rules that name none. */
function hintSource({ source }: CollectedRule): readonly string[] {
  return source === 'syscall'
    ? ['the source of this rule is "syscall", the default: name another with "source"']
    : [];
}
