import { createFileIngest } from '@windhover/ingest';
import { replayObjects, type ObjectEvaluations } from '@windhover/pipeline';
import type { Variant } from '../measure.ts';

/** A replay that is repeated, with what it found each time. */
export interface ReplayVariant extends Variant {
  readonly results: ReplayResult[];
}

/** What a replay found. */
export interface ReplayResult {
  readonly alerts: number;
  readonly alertsByObject: readonly number[];
  /** For each object, in order, its records and its alerts by rule, as JSON text. */
  readonly findings: readonly string[];
}

/** The whole of `windhover replay` but printing. */
export function replayFiles(
  name: string,
  paths: readonly string[],
  sourceName: string | undefined,
  evaluations: ObjectEvaluations,
): ReplayVariant {
  const results: ReplayResult[] = [];
  return {
    name,
    results,
    async run() {
      let alerts = 0;
      const alertsByObject: number[] = [];
      const findings: string[] = [];
      await replayObjects({
        ingest: createFileIngest({ paths, ...(sourceName !== undefined && { sourceName }) }),
        evaluations,
        onAlert: () => void (alerts += 1),
        onObject(_, { records, alerts: byRule }) {
          alertsByObject.push(Object.values(byRule).reduce((sum, count) => sum + count, 0));
          findings.push(JSON.stringify({ records, byRule }));
        },
      });
      results.push({ alerts, alertsByObject, findings });
    },
  };
}

/** What is wrong with the results: each must find what the first found in the objects that both read. */
export function findDifference(results: readonly ReplayResult[]): string | undefined {
  const expected = results[0]?.findings ?? [];
  for (const { findings } of results) {
    const differing = findings.findIndex((finding, index) => finding !== expected[index]);
    if (differing >= 0) return `object ${differing}: ${expected[differing]} and ${findings[differing]}`;
  }
  return undefined;
}
