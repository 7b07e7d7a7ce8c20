import { PRIORITIES, type Priority } from '@windhover/ruleset';

/** Alerts that were counted in a run, for Falco's closing summary. */
export interface RunStatistics {
  readonly byPriority: ReadonlyMap<Priority, number>;
  /** Alerts by rule, in table order of the rules. */
  readonly byRule: ReadonlyMap<string, number>;
}

/** The summary that ends a Falco run (spec outputs.md §8); only lines that are not zero. */
export function printStatistics(statistics: RunStatistics): string {
  const severities = PRIORITIES.filter((priority) => (statistics.byPriority.get(priority) ?? 0) > 0);
  const alerts = [...statistics.byRule].filter(([, count]) => count > 0);
  return [
    `Events detected: ${[...statistics.byPriority.values()].reduce((sum, count) => sum + count, 0)}`,
    'Rule counts by severity:',
    ...severities.map((priority) => `   ${severityName(priority)}: ${statistics.byPriority.get(priority)}`),
    'Triggered rules by rule name:',
    ...alerts.map(([rule, count]) => `   ${rule}: ${count}`),
    '',
  ].join('\n');
}

function severityName(priority: Priority): string {
  return priority === 'Informational' ? 'INFO' : priority.toUpperCase();
}
