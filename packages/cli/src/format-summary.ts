import type { ReplayEstimate } from '@windhover/ingest';
import type { ReplaySummary } from '@windhover/pipeline';

/** The closing summary of a replay, for people. */
export function formatSummary(summary: ReplaySummary): string {
  const seconds = Math.max(summary.seconds, 0.001);
  const rate = Math.round(summary.records / seconds);
  const lines = [
    `${counted(summary.objects, 'object')}, ${counted(summary.records, 'record')}, ${bytes(summary.bytes)} in ${seconds.toFixed(2)} s (${count(rate)} records/s)`,
    ...section('skipped objects', summary.skippedObjects),
    ...section('skipped records', summary.skippedRecords),
    ...(summary.alerts === 0
      ? ['no alerts']
      : section(counted(summary.alerts, 'alert'), summary.alertsByRule)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether both forms of the engine agreed on all records, for people. */
export function formatDifferences(differences: number): string {
  return differences === 0
    ? 'both forms of the engine agree on every record\n'
    : `the two forms of the engine differ for ${counted(differences, 'record')}\n`;
}

/** What a bucket holds for a replay, by day. */
export function formatEstimate({ objects, bytes: size, days, accounts, regions }: ReplayEstimate): string {
  const rows = Object.entries(days).map(
    ([day, item]) => `  ${day}  ${count(item.objects).padStart(9)} objects  ${bytes(item.bytes).padStart(8)}`,
  );
  const places =
    accounts.length === 0 ? [] : [`accounts: ${accounts.join(', ')}`, `regions: ${regions.join(', ')}`];
  return `${[`${counted(objects, 'object')}, ${bytes(size)}`, ...places, ...rows].join('\n')}\n`;
}

/** A heading and its counts, largest first; nothing when there are none. */
function section(heading: string, counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts).toSorted(
    ([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1),
  );
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([, value]) => count(value).length));
  return [`${heading}:`, ...entries.map(([name, value]) => `  ${count(value).padStart(width)}  ${name}`)];
}

function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function bytes(value: number): string {
  if (value < 10_000) return `${value} bytes`;
  if (value < 10_000_000) return `${(value / 1000).toFixed(0)} kB`;
  return value < 10_000_000_000
    ? `${(value / 1_000_000).toFixed(0)} MB`
    : `${(value / 1_000_000_000).toFixed(1)} GB`;
}
