import type { Skip } from '@windhover/event-sources';

/** What happened to an object: counts only, so that it crosses threads cheaply. */
export interface ObjectReport {
  /** Length as received. */
  readonly bytes: number;
  /** Length after inflation: what was evaluated. */
  readonly inflatedBytes: number;
  readonly records: number;
  /** Latest event time among the records, ns since the epoch. */
  readonly latestNs?: bigint;
  /** Records and units passed over, by reason. */
  readonly skips: Readonly<Record<string, SkipCount>>;
  /** Number of alerts by rule. */
  readonly alerts: Readonly<Record<string, number>>;
  /** Why the object, or its rest, was not evaluated: `damaged-gzip`, `too-large`, `worker-crashed`. */
  readonly damage?: Skip;
}

export interface SkipCount {
  readonly count: number;
  /** The first one, as an example for the log and the dead letter. */
  readonly first: Skip;
}

/** Collects an `ObjectReport`. */
export interface ReportBuilder {
  addBytes(count: number): void;
  addInflatedBytes(count: number): void;
  addRecords(count: number, latestNs?: bigint): void;
  addAlert(rule: string): void;
  addSkip(skip: Skip): void;
  build(damage?: Skip): ObjectReport;
}

/** Start counting an object. */
export function createReportBuilder(): ReportBuilder {
  let bytes = 0;
  let inflatedBytes = 0;
  let records = 0;
  let latest: bigint | undefined;
  const skips: Record<string, { count: number; first: Skip }> = Object.create(null);
  const alerts: Record<string, number> = Object.create(null);
  return {
    addBytes: (count) => void (bytes += count),
    addInflatedBytes: (count) => void (inflatedBytes += count),
    addRecords: (count, latestNs) => {
      records += count;
      if (latestNs !== undefined && (latest === undefined || latestNs > latest)) latest = latestNs;
    },
    addAlert: (rule) => void (alerts[rule] = (alerts[rule] ?? 0) + 1),
    addSkip: (skip) => {
      const known = skips[skip.reason];
      if (known === undefined) skips[skip.reason] = { count: 1, first: skip };
      else known.count++;
    },
    build: (damage) => ({
      bytes,
      inflatedBytes,
      records,
      skips: { ...skips },
      alerts: { ...alerts },
      ...(latest !== undefined && { latestNs: latest }),
      ...(damage !== undefined && { damage }),
    }),
  };
}
