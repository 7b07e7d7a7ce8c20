import { openCorpus, type CorpusSpec } from '../corpus/corpus.ts';
import { summarise } from '../measure.ts';
import type { Report } from '../result.ts';
import { writeRules } from '../rules/rulesets.ts';
import { describeCorpus, type RunOptions, type Scenario } from '../scenarios.ts';
import { runReplay } from './run-process.ts';

/** So many times as many records must take no more memory. */
const GROWTH = 10;
const WORKERS = 2;
/** Records of 500 MB, with the usual 100,000 records to a run. */
const ONE_OBJECT_FACTOR = 4;

/** Replays of a corpus, and of the same many times over, without and with worker threads. */
export function measureGrowth(scenario: Scenario, options: RunOptions, report: Report): void {
  const { objects, records } = openCorpus(describeCorpus(scenario, options.records));
  for (const workers of [1, WORKERS]) {
    for (const times of [1, GROWTH]) {
      const paths = Array.from({ length: times }, () => objects).flat();
      replay(scenario, paths, times * records, workers, report);
    }
  }
}

/** A replay of one object far larger than what is handled in memory. */
export function measureOneObject(scenario: Scenario, options: RunOptions, report: Report): void {
  const records = ONE_OBJECT_FACTOR * options.records;
  const spec: CorpusSpec = { ...describeCorpus(scenario, records), recordsPerObject: records };
  replay(scenario, openCorpus(spec).objects, records, 1, report);
}

function replay(
  { name, rules, events }: Scenario,
  paths: readonly string[],
  records: number,
  workers: number,
  report: Report,
): void {
  const found = runReplay({ rules: writeRules(rules), sourceName: events, paths, workers });
  const { alerts, maxRssMb } = found;
  const variant = `${workers === 1 ? '1 worker' : `${workers} workers`}, ${records / 1000}k records`;
  report.row({
    scenario: name,
    kind: 'windhover',
    variant,
    events: records,
    ...summarise([found]),
    alerts,
    maxRssMb,
  });
  if (found.records !== records)
    report.problem(`${name}: ${found.records} records were read instead of ${records}`);
}
