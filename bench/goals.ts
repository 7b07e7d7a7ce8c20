// What the hot path is meant to reach. A goal missed is told and fails no run: machines differ.
import type { Row } from './result.ts';
import { compareRow } from './table.ts';

interface Goal {
  readonly text: string;
  /** The figure must not be more, or not be less. */
  readonly limit: { readonly atMost: number } | { readonly atLeast: number };
  /** Undefined when its scenarios were not run. */
  figure(find: FindRow, compare: Compare): number | undefined;
}

type FindRow = (scenario: string, variant: string) => Row | undefined;
type Compare = (scenario: string, kind: 'inflate' | 'parse') => number | undefined;

const GOALS: readonly Goal[] = [
  {
    text: 'default rules, × inflate',
    limit: { atMost: 1.6 },
    figure: (_, compare) => compare('rules-default', 'inflate'),
  },
  {
    text: '100 rules, × inflate',
    limit: { atMost: 2.2 },
    figure: (_, compare) => compare('rules-100', 'inflate'),
  },
  {
    text: '1,000 rules, × inflate',
    limit: { atMost: 3 },
    figure: (_, compare) => compare('rules-1000', 'inflate'),
  },
  {
    text: 'plain JSON, 100 rules: throughput, × JSON.parse',
    limit: { atLeast: 4 },
    figure: (_, compare) => divide(1, compare('json', 'parse')),
  },
  {
    text: '1,000 rules, × 100 rules (both × inflate)',
    limit: { atMost: 1.4 },
    figure: (_, compare) => divide(compare('rules-1000', 'inflate'), compare('rules-100', 'inflate')),
  },
  {
    text: 'flood at 100 rules, × usual records',
    limit: { atMost: 3 },
    figure: (find) =>
      divide(perEvent(find('flood-100', 'windhover')), perEvent(find('rules-100', 'windhover'))),
  },
  {
    text: 'flood at 1,000 rules, × usual records',
    limit: { atMost: 3 },
    figure: (find) =>
      divide(perEvent(find('flood-1000', 'windhover')), perEvent(find('rules-1000', 'windhover'))),
  },
  {
    text: 'records a second of 2 workers, × 1 worker',
    limit: { atLeast: 1.8 },
    figure: (find) =>
      divide(find('workers', 'windhover, 1 worker')?.wallUs, find('workers', 'windhover, 2 workers')?.wallUs),
  },
  {
    text: 'max RSS with 2 workers, MB',
    limit: { atMost: 250 },
    figure: (find) => find('memory-growth', '2 workers, 10 × the corpus')?.maxRssMb,
  },
  {
    text: 'max RSS of 10 × the records, × that of the records',
    limit: { atMost: 1.1 },
    figure: (find) =>
      divide(
        find('memory-growth', '1 worker, 10 × the corpus')?.maxRssMb,
        find('memory-growth', '1 worker, 1 × the corpus')?.maxRssMb,
      ),
  },
  {
    text: 'max RSS of one object of 500 MB, MB',
    limit: { atMost: 150 },
    figure: (find) => find('memory-one-object', 'windhover')?.maxRssMb,
  },
  {
    text: 'start to end of a small replay, CPU ms',
    limit: { atMost: 400 },
    figure: (find) => divide(find('start-up', 'windhover, 100 records')?.medianUs, 1000),
  },
];

/** A goal whose scenarios were run. */
export interface JudgedGoal {
  readonly text: string;
  readonly figure: number;
  readonly limit: string;
  readonly isReached: boolean;
}

/** Hold the rows to the goals. */
export function judgeGoals(rows: readonly Row[]): JudgedGoal[] {
  const find: FindRow = (scenario, variant) =>
    rows.find((row) => row.scenario === scenario && row.variant === variant);
  const compare: Compare = (scenario, kind) => {
    const row = find(scenario, 'windhover');
    const group = rows.filter((other) => other.scenario === scenario);
    return row && compareRow(row, group, kind);
  };
  return GOALS.flatMap(({ text, limit, figure }) => {
    const value = figure(find, compare);
    if (value === undefined) return [];
    return 'atMost' in limit
      ? [{ text, figure: value, limit: `≤ ${limit.atMost}`, isReached: value <= limit.atMost }]
      : [{ text, figure: value, limit: `≥ ${limit.atLeast}`, isReached: value >= limit.atLeast }];
  });
}

function perEvent(row: Row | undefined): number | undefined {
  return row && row.medianUs / row.events;
}

function divide(dividend: number | undefined, divisor: number | undefined): number | undefined {
  return dividend === undefined || divisor === undefined ? undefined : dividend / divisor;
}
