// Rows as lines of a table, for terminals and for markdown.
import type { Row, VariantKind } from './result.ts';

const COLUMNS = [
  'variant',
  'µs/event',
  'minimum',
  'events/CPU s',
  '× inflate',
  '× parse',
  '× naive',
  'CPU ms',
  'wall ms',
  'alerts',
  'max RSS MB',
] as const;
const WIDTHS = [34, 9, 8, 12, 9, 8, 8, 8, 8, 8, 10] as const;

/** The head of the table, for a terminal. */
export function formatHead(): string {
  return `${alignCells(COLUMNS)}\n`;
}

/** The rows of one scenario, for a terminal. */
export function formatScenario(rows: readonly Row[]): string {
  return rows.map((row) => `${alignCells(describeRow(row, rows))}\n`).join('');
}

/** All rows as a table of markdown. */
export function formatMarkdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const scenarios = Map.groupBy(rows, ({ scenario }) => scenario);
  return [
    line(['scenario', ...COLUMNS]),
    line(['---', '---', ...COLUMNS.slice(1).map(() => '---:')]),
    ...[...scenarios].flatMap(([scenario, group]) =>
      group.map((row, index) => line([index === 0 ? scenario : '', ...describeRow(row, group)])),
    ),
  ].join('');
}

/** The time an event takes, as a multiple of a baseline of the same scenario; undefined where there is none. */
export function compareRow(row: Row, rows: readonly Row[], kind: VariantKind): number | undefined {
  const baseline = rows.find((other) => other.kind === kind);
  if (baseline === undefined || baseline.events === 0 || row.events === 0) return undefined;
  return row.medianUs / row.events / (baseline.medianUs / baseline.events);
}

function describeRow(row: Row, rows: readonly Row[]): string[] {
  const { variant, events, medianUs, minimumUs, wallUs, alerts, maxRssMb } = row;
  const ratio = (kind: VariantKind): string => compareRow(row, rows, kind)?.toFixed(2) ?? '';
  return [
    variant,
    events === 0 ? '' : (medianUs / events).toFixed(2),
    events === 0 ? '' : (minimumUs / events).toFixed(2),
    events === 0 ? '' : formatCount(Math.round((1e6 * events) / medianUs)),
    ratio('inflate'),
    ratio('parse'),
    ratio('naive'),
    (medianUs / 1000).toFixed(0),
    (wallUs / 1000).toFixed(0),
    alerts === undefined ? '' : formatCount(alerts),
    maxRssMb === undefined ? '' : maxRssMb.toFixed(0),
  ];
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

function alignCells(cells: readonly string[]): string {
  return cells
    .map((cell, column) => (column === 0 ? cell.padEnd(WIDTHS[0]) : cell.padStart(WIDTHS[column]!)))
    .join(' ')
    .trimEnd();
}
