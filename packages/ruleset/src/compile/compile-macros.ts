import type { ByteString } from '@windhover/bytes';
import {
  parseCondition,
  positionAt,
  substituteMacros,
  visitCondition,
  type ConditionNode,
  type IdentifierNode,
} from '@windhover/condition';
import type { Span } from '@windhover/diagnostics';
import { joinParts, type Collected, type CollectedMacro } from '../collect/collected.ts';
import { enterCondition, type Context } from '../context.ts';
import type { Report } from '../report.ts';
import { locateTraced, type TracedText } from '../traced-text.ts';
import { locatePart, type ConditionOrigins } from './traced-condition.ts';
import type { ListSubstitution } from './substitute-lists.ts';

export interface CompiledMacro {
  readonly collected: CollectedMacro;
  /** As parsed, references included; undefined when that failed, which was reported. */
  readonly parsed: ConditionNode | undefined;
  /** Without references. */
  readonly resolved: ConditionNode | undefined;
  readonly references: readonly IdentifierNode[];
}

export type CompiledMacros = ReadonlyMap<ByteString, CompiledMacro>;

/**
 * Parse all macros, then put macros into macros, spec rules-files.md §7. Names that others refer to are added to
 * `used`.
 */
export function compileMacros(
  collected: Collected,
  lists: ListSubstitution,
  origins: ConditionOrigins,
  used: Set<ByteString>,
  report: Report,
): CompiledMacros {
  const macros = new Map<ByteString, MutableMacro>();
  for (const macro of collected.macros.values()) {
    if (report.stopped) return macros;
    macros.set(macro.name, parseMacro(macro, lists, origins, report));
  }
  for (const macro of macros.values()) {
    if (report.stopped) return macros;
    if (!macro.isSettled) resolveMacro(macro, macros, origins, used, report);
  }
  return macros;
}

interface MutableMacro extends CompiledMacro {
  resolved: ConditionNode | undefined;
  isSettled: boolean;
}

function parseMacro(
  collected: CollectedMacro,
  lists: ListSubstitution,
  origins: ConditionOrigins,
  report: Report,
): MutableMacro {
  const written = joinParts(collected.condition);
  const parsed = parseTraced(written, collected.conditionContext, lists, origins, report);
  const references: IdentifierNode[] = [];
  if (parsed) visitCondition(parsed, { identifier: (node) => references.push(node) });
  return { collected, parsed, references, resolved: undefined, isSettled: parsed === undefined };
}

/** Substitute lists in a condition and parse it; errors are reported at `context`. */
export function parseTraced(
  written: TracedText,
  context: Context,
  lists: ListSubstitution,
  origins: ConditionOrigins,
  report: Report,
): ConditionNode | undefined {
  const text = lists.substitute(written);
  if (text === undefined) {
    report.error('LOAD_ERR_COMPILE_CONDITION', 'lists make this condition too long', context);
    return undefined;
  }
  const parsed = parseCondition(text.text, { maxDepth: 1000 });
  if (!parsed.ok) {
    const { message, position } = parsed.error;
    const span = locateSyntaxError(text, message, position.offset);
    report.error('LOAD_ERR_COMPILE_CONDITION', message, enterCondition(context, text.text, position, span));
    return undefined;
  }
  origins.add(parsed.node, text);
  return parsed.node;
}

/** An escape that does not exist is told at the end of its string: look for it. */
function locateSyntaxError(text: TracedText, message: ByteString, offset: number): Span | undefined {
  const escape = message.startsWith('unsupported string escape sequence') ? message.slice(-2) : '';
  const at = escape === '' ? -1 : text.text.lastIndexOf(escape, offset);
  return at < 0 ? locateTraced(text, offset, offset + 1) : locateTraced(text, at, at + escape.length);
}

/** Resolve a macro and, before it, those it refers to. A loop is told before names that are no macros. */
function resolveMacro(
  root: MutableMacro,
  macros: ReadonlyMap<ByteString, MutableMacro>,
  origins: ConditionOrigins,
  used: Set<ByteString>,
  report: Report,
): void {
  const path = [{ macro: root, next: 0 }];
  const onPath = new Set([root]);
  const undefinedReferences: IdentifierNode[] = [];
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const { macro } = step;
    const reference = macro.references[step.next++];
    if (reference === undefined) {
      path.pop();
      onPath.delete(macro);
      settle(macro, macros, used, report);
      continue;
    }
    const target = macros.get(reference.name);
    if (target === undefined || target.collected.index >= macro.collected.visibility) {
      undefinedReferences.push(reference);
    } else if (onPath.has(target)) {
      const named = target === root ? (root.references[(path[0]?.next ?? 1) - 1] ?? reference) : reference;
      reportLoop(root, named, origins, report);
      abandon(path, onPath);
    } else if (!target.isSettled) {
      path.push({ macro: target, next: 0 });
      onPath.add(target);
    }
  }
  const { context, condition } = root.collected;
  for (const reference of undefinedReferences) {
    reportUndefinedMacro(context, joinParts(condition), reference, macros, origins, report);
  }
}

/** What is on the path depends on something broken: it stays unresolved without further complaints. */
function abandon(path: { readonly macro: MutableMacro }[], onPath: Set<MutableMacro>): void {
  for (const { macro } of path) macro.isSettled = true;
  path.length = 0;
  onPath.clear();
}

function settle(
  macro: MutableMacro,
  macros: ReadonlyMap<ByteString, MutableMacro>,
  used: Set<ByteString>,
  report: Report,
): void {
  macro.isSettled = true;
  for (const { name } of macro.references) used.add(name);
  if (macro.parsed === undefined) return;
  const substituted = substituteMacros(macro.parsed, (name) => macros.get(name)?.resolved);
  if (substituted.ok) macro.resolved = substituted.node;
  else if (substituted.error.undefinedMacro === undefined) {
    report.error('LOAD_ERR_COMPILE_CONDITION', substituted.error.message, macro.collected.conditionContext);
  }
}

/** Falco's words and place for a name that is no macro. */
export function reportUndefinedMacro(
  context: Context,
  written: TracedText,
  reference: Pick<IdentifierNode, 'name' | 'span'>,
  macros: CompiledMacros,
  origins: ConditionOrigins,
  report: Report,
): void {
  const message = `Undefined macro '${reference.name}' used in filter.`;
  report.error('LOAD_ERR_VALIDATE', message, enterReference(context, written, reference, origins), {
    subject: { kind: 'macro', name: reference.name, candidates: () => macros.keys() },
    ...(macros.has(reference.name) && {
      hints: ['it is defined below: a macro sees only macros that are defined above it'],
    }),
  });
}

function reportLoop(
  root: MutableMacro,
  reference: IdentifierNode,
  origins: ConditionOrigins,
  report: Report,
): void {
  const place = enterReference(
    root.collected.context,
    joinParts(root.collected.condition),
    reference,
    origins,
  );
  report.error('LOAD_ERR_VALIDATE', `reference loop in macro '${reference.name}'`, place);
}

function enterReference(
  context: Context,
  written: TracedText,
  { span }: Pick<IdentifierNode, 'span'>,
  origins: ConditionOrigins,
): Context {
  const position = positionAt(origins.textOf(span)?.text ?? '', span.start);
  return enterCondition(context, written.text, position, locatePart(origins, span));
}
