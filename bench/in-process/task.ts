import type { Corpus, CorpusSpec } from '../corpus/corpus.ts';
import { measure, type Variant } from '../measure.ts';
import type { Report, Row, VariantKind } from '../result.ts';
import type { RunOptions, Scenario } from '../scenarios.ts';

/** A scenario with its corpus, as a child process gets it. */
export interface Task {
  readonly scenario: Scenario;
  readonly spec: CorpusSpec;
  readonly corpus: Corpus;
  readonly options: RunOptions;
}

/** A variant with what its row tells beside times. */
export interface Entry {
  readonly kind: VariantKind;
  readonly variant: Variant;
  readonly events: number;
  readonly maxRssMb?: number;
  /** Asked for after the measurement. */
  alerts?(): number;
}

/** Measure all variants and report a row for each. */
export async function measureEntries(task: Task, entries: readonly Entry[], report: Report): Promise<void> {
  const measured = await measure(
    entries.map(({ variant }) => variant),
    task.options.repetitions,
  );
  for (const [index, { kind, events, maxRssMb, alerts }] of entries.entries()) {
    const { name, ...summary } = measured[index]!;
    const row: Row = {
      scenario: task.scenario.name,
      kind,
      variant: name,
      events,
      ...summary,
      ...(alerts !== undefined && { alerts: alerts() }),
      ...(maxRssMb !== undefined && { maxRssMb }),
    };
    report.row(row);
  }
}

/** The most memory that this process has ever had, in megabytes. */
export function readMaxRssMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}
