// `windhover list fields|operators|rules|sources`.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATORS, TRANSFORMERS } from '@windhover/condition';
import {
  createFieldCatalog,
  eventSources,
  findEventSource,
  type Compatibility,
} from '@windhover/event-sources';
import type { FieldClass } from '../list/field-class.ts';
import { printFields, type ListFormat } from '../list/print-fields.ts';
import { buildAttackMatrix, createNavigatorLayer, printAttackMatrix } from '../list/attack-matrix.ts';
import { EXIT, writeText, type CommandIo } from '../process-io.ts';
import { loadRulesOrExplain } from '../rules/load-rules-or-explain.ts';

export interface ListCommandOptions {
  readonly source?: string;
  readonly format: ListFormat;
  readonly names?: boolean;
  /** Rules by ATT&CK tactic and technique instead. */
  readonly attack?: boolean;
  /** The same as a layer for the ATT&CK Navigator. */
  readonly navigator?: boolean;
  readonly compatibility?: Compatibility;
}

/** List the fields that rules of one event source, or of all, may use. */
export async function listFields(options: ListCommandOptions, io: CommandIo): Promise<number> {
  const names = options.source === undefined ? eventSources.map(({ name }) => name) : [options.source];
  if (options.source !== undefined && findEventSource(options.source) === undefined)
    return explainUnknownSource(options.source, io);
  const classes = collectFieldClasses(names, options.compatibility ?? 'fixed');
  await writeText(
    io.stdout,
    printFields(classes, { format: options.format, namesOnly: options.names === true, verbose: true }),
  );
  return EXIT.ok;
}

/** The field classes of event sources; a class that several have is listed once, with all of them. */
export function collectFieldClasses(
  sourceNames: readonly string[],
  compatibility: Compatibility,
): FieldClass[] {
  const collected = new Map<string, FieldClass>();
  for (const name of sourceNames) {
    const source = findEventSource(name);
    if (source === undefined) continue;
    for (const { name: className, fields } of createFieldCatalog(source, compatibility).classes) {
      const known = collected.get(className);
      const isGeneric = className === 'evt';
      collected.set(className, {
        name: className,
        shortDescription: isGeneric ? 'All event types' : 'plugin',
        ...(isGeneric ? { description: 'These fields can be used for all event types' } : {}),
        eventSources: [...(known?.eventSources ?? []), source.name],
        fields,
      });
    }
  }
  return [...collected.values()];
}

/** List operators and transformers of the condition language. */
export async function listOperators(
  options: Pick<ListCommandOptions, 'format'>,
  io: CommandIo,
): Promise<number> {
  const rows = [
    ...OPERATORS.map(({ name, description }) => ({ kind: 'operator', name, description })),
    ...TRANSFORMERS.map(({ name, description }) => ({ kind: 'transformer', name: `${name}()`, description })),
  ];
  await writeText(io.stdout, printRows(rows, ['kind', 'name', 'description'], options.format));
  return EXIT.ok;
}

/** List the event sources with the Falco plugins they stand for. */
export async function listSources(
  options: Pick<ListCommandOptions, 'format'>,
  io: CommandIo,
): Promise<number> {
  const rows = eventSources.map((source) => ({
    name: source.name,
    plugin: `${source.plugin.name} ${source.plugin.version}`,
    aliases: source.aliases.join(', '),
    description: source.description,
  }));
  await writeText(io.stdout, printRows(rows, ['name', 'plugin', 'aliases', 'description'], options.format));
  return EXIT.ok;
}

/** List the rules of rules files with their priority, source and tags. */
export async function listRules(
  paths: readonly string[],
  options: ListCommandOptions,
  io: CommandIo,
): Promise<number> {
  const ruleset = await loadRulesOrExplain(
    paths.length > 0 ? paths : listPacks(io.cwd),
    { compatibility: options.compatibility ?? 'fixed', appendOutput: [] },
    io,
  );
  if (ruleset === undefined) return EXIT.failure;
  const chosen = ruleset.rules.filter(
    (rule) => options.source === undefined || rule.source === options.source,
  );
  if (options.attack === true || options.navigator === true) {
    const matrix = buildAttackMatrix(chosen);
    const data = options.navigator === true ? createNavigatorLayer(matrix) : matrix;
    const asText = options.navigator !== true && options.format === 'text';
    await writeText(io.stdout, asText ? printAttackMatrix(matrix) : `${JSON.stringify(data, null, 2)}\n`);
    return EXIT.ok;
  }
  const rows = chosen.map((rule) => ({
    rule: rule.name,
    priority: rule.priority,
    source: rule.source,
    enabled: rule.enabled ? 'yes' : 'no',
    tags: rule.tags.join(', '),
    description: rule.description.replace(/\s+/g, ' ').trim(),
  }));
  await writeText(
    io.stdout,
    printRows(rows, ['rule', 'priority', 'source', 'enabled', 'tags'], options.format),
  );
  return EXIT.ok;
}

/** The folders below `rules/` in the working directory: one pack each. */
function listPacks(cwd: string): string[] {
  try {
    return readdirSync(join(cwd, 'rules'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join('rules', entry.name))
      .toSorted();
  } catch {
    return [];
  }
}

async function explainUnknownSource(name: string, io: CommandIo): Promise<number> {
  await writeText(
    io.stderr,
    `unknown event source ${name}; known are ${eventSources.map((source) => source.name).join(', ')}\n`,
  );
  return EXIT.usage;
}

/** Rows as aligned text, as a markdown table, or as JSON (then with all members). */
function printRows<Row extends Readonly<Record<string, string>>>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
  format: ListFormat,
): string {
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`;
  if (format === 'markdown') {
    const lines = rows.map(
      (row) => `| ${columns.map((column) => row[column]!.replaceAll('|', '\\|')).join(' | ')} |`,
    );
    return [`| ${columns.join(' | ')} |`, `|${columns.map(() => '---').join('|')}|`, ...lines, ''].join('\n');
  }
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join('  ')
      .trimEnd();
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column]!))), ''].join('\n');
}
