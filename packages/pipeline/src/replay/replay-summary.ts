import type { ObjectReport } from '../evaluation/object-report.ts';

/** What a replay did, as `windhover replay --summary` writes it. */
export interface ReplaySummary {
  readonly objects: number;
  readonly records: number;
  /** Records and units passed over, by reason. */
  readonly skippedRecords: Readonly<Record<string, number>>;
  /** Objects that were not evaluated, or not to their end, by reason. */
  readonly skippedObjects: Readonly<Record<string, number>>;
  readonly alerts: number;
  readonly alertsByRule: Readonly<Record<string, number>>;
  /** Bytes as received. */
  readonly bytes: number;
  /** Bytes after inflation. */
  readonly inflatedBytes: number;
  readonly seconds: number;
}

/** Adds up object reports. */
export interface SummaryBuilder {
  addReport(report: ObjectReport): void;
  addSkippedObject(reason: string): void;
  build(seconds: number): ReplaySummary;
}

/** Start a summary. */
export function createSummaryBuilder(): SummaryBuilder {
  const sums = { objects: 0, records: 0, alerts: 0, bytes: 0, inflatedBytes: 0 };
  const skippedRecords = new Map<string, number>();
  const skippedObjects = new Map<string, number>();
  const alertsByRule = new Map<string, number>();
  return {
    addReport(report) {
      sums.objects++;
      sums.records += report.records;
      sums.bytes += report.bytes;
      sums.inflatedBytes += report.inflatedBytes;
      for (const [reason, skip] of Object.entries(report.skips)) add(skippedRecords, reason, skip.count);
      for (const [rule, count] of Object.entries(report.alerts)) {
        sums.alerts += count;
        add(alertsByRule, rule, count);
      }
      if (report.damage !== undefined) add(skippedObjects, report.damage.reason, 1);
    },
    addSkippedObject(reason) {
      sums.objects++;
      add(skippedObjects, reason, 1);
    },
    build: (seconds) => ({
      ...sums,
      skippedRecords: toSortedRecord(skippedRecords),
      skippedObjects: toSortedRecord(skippedObjects),
      alertsByRule: toSortedRecord(alertsByRule),
      seconds,
    }),
  };
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function toSortedRecord(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
