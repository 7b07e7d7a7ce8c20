import { findEventSource } from '@windhover/event-sources';
import { reachesPriority, selectRules, type Ruleset } from '@windhover/ruleset';
import type { EvaluatorSetup } from '../evaluation/create-evaluator.ts';

/** Names of the rules that run, by event source. */
export function listRunningRules(
  ruleset: Ruleset,
  { selection, minimumPriority }: Pick<EvaluatorSetup, 'selection' | 'minimumPriority'>,
): ReadonlyMap<string, readonly string[]> {
  const bySource = new Map<string, string[]>();
  for (const { name, source: sourceName, enabled, priority } of selectRules(ruleset, selection).rules) {
    const source = findEventSource(sourceName)?.name;
    if (source === undefined || !enabled || !reachesPriority(priority, minimumPriority)) continue;
    bySource.set(source, [...(bySource.get(source) ?? []), name]);
  }
  return bySource;
}
