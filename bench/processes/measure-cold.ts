import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openCorpus, type CorpusSpec } from '../corpus/corpus.ts';
import { summarise, type Duration } from '../measure.ts';
import type { Report } from '../result.ts';
import { writeRules } from '../rules/rulesets.ts';
import { describeCorpus, type RunOptions, type Scenario } from '../scenarios.ts';
import { runReplay } from './run-process.ts';

const BASELINE = fileURLToPath(new URL('run-baseline.ts', import.meta.url));

/** One pass in a fresh process each. The replay is charged with all of its process, the baselines with their work only. */
export function measureCold(scenario: Scenario, options: RunOptions, report: Report): void {
  const spec = describeCorpus(scenario, options.records);
  const { objects, records } = openCorpus(spec);
  const rules = writeRules(scenario.rules);
  const rounds = Array.from({ length: options.repetitions }, () => ({
    inflate: runBaseline('inflate', spec),
    parse: runBaseline('parse', spec),
    windhover: runReplay({ rules, sourceName: scenario.events, paths: objects, workers: 1 }),
  }));
  for (const kind of ['inflate', 'parse'] as const) {
    const runs = rounds.map((round) => round[kind]);
    const { variant } = runs[0]!;
    report.row({ scenario: scenario.name, kind, variant, events: records, ...summarise(runs) });
  }
  const runs = rounds.map(({ windhover }) => windhover);
  const { alerts, maxRssMb } = runs[0]!;
  report.row({
    scenario: scenario.name,
    kind: 'windhover',
    variant: 'windhover with start-up',
    events: records,
    ...summarise(runs),
    alerts,
    maxRssMb,
  });
  if (runs.some((run) => run.alerts !== alerts || run.records !== records))
    report.problem(`${scenario.name}: replays of the same objects found different things`);
}

function runBaseline(kind: 'inflate' | 'parse', spec: CorpusSpec): Duration & { readonly variant: string } {
  const args = [...process.execArgv, BASELINE, kind, JSON.stringify(spec)];
  const ended = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${BASELINE} ended with ${ended.status}`);
  return JSON.parse(ended.stdout) as Duration & { variant: string };
}
