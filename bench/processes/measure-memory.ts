import { openCorpus } from '../corpus/corpus.ts';
import { summarise } from '../measure.ts';
import type { Report } from '../result.ts';
import { writeRules } from '../rules/rulesets.ts';
import { describeCorpus, type RunOptions, type Scenario } from '../scenarios.ts';
import { runReplay } from './run-process.ts';

/** So many times as many records must take no more memory. */
const GROWTH = 10;
const WORKERS = 2;
/** Records of 500 MB. */
const ONE_OBJECT_RECORDS = 400_000;

/** Replays of a corpus, and of the same many times over, without and with worker threads. */
export function measureGrowth(scenario: Scenario, options: RunOptions, report: Report): void {
  const { objects, records } = openCorpus(describeCorpus(scenario, options.records));
  for (const workers of [1, WORKERS]) {
    for (const times of [1, GROWTH]) {
      const paths = Array.from({ length: times }, () => objects).flat();
      const variant = `${workers === 1 ? '1 worker' : `${workers} workers`}, ${times} × the corpus`;
      replayOnce(scenario, variant, paths, times * records, workers, report);
    }
  }
}

/** A replay of one object far larger than what is handled in memory. */
export function measureOneObject(scenario: Scenario, _: RunOptions, report: Report): void {
  const records = ONE_OBJECT_RECORDS;
  const { objects } = openCorpus({ ...describeCorpus(scenario, records), recordsPerObject: records });
  replayOnce(scenario, 'windhover', objects, records, 1, report);
}

function replayOnce(
  { name, rules, events }: Scenario,
  variant: string,
  paths: readonly string[],
  records: number,
  workers: number,
  report: Report,
): void {
  const found = runReplay({ rules: writeRules(rules), sourceName: events, paths, workers });
  report.row({
    scenario: name,
    kind: 'windhover',
    variant,
    events: records,
    ...summarise([found]),
    alerts: found.alerts,
    maxRssMb: found.maxRssMb,
  });
  if (found.records !== records)
    report.problem(`${name}: ${found.records} records were read instead of ${records}`);
}
