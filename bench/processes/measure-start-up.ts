import { openCorpus } from '../corpus/corpus.ts';
import { summarise } from '../measure.ts';
import type { Report } from '../result.ts';
import { writeRules } from '../rules/rulesets.ts';
import { describeCorpus, type RunOptions, type Scenario } from '../scenarios.ts';
import { runProcess, runReplay } from './run-process.ts';

const SMALL_FILE_RECORDS = 100;

/** The command line on a small file, from its start to its end, beside a Node.js process that does nothing. */
export function measureStartUp(scenario: Scenario, options: RunOptions, report: Report): void {
  const { objects } = openCorpus(describeCorpus(scenario, SMALL_FILE_RECORDS));
  const rules = writeRules(scenario.rules);
  const rounds = Array.from({ length: options.repetitions }, () => ({
    node: runProcess(['--eval', '0']),
    windhover: runReplay({ rules, sourceName: scenario.events, paths: objects, workers: 1 }),
  }));
  const row = { scenario: scenario.name, events: 0 };
  const bare = rounds.map(({ node }) => node);
  report.row({ ...row, kind: 'node', variant: 'node that does nothing', ...summarise(bare) });
  const replays = rounds.map(({ windhover }) => windhover);
  const { alerts, maxRssMb } = replays[0]!;
  const variant = `windhover, ${SMALL_FILE_RECORDS} records`;
  report.row({ ...row, kind: 'windhover', variant, ...summarise(replays), alerts, maxRssMb });
}
