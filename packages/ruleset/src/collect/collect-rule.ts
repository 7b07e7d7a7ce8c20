import type { ByteString } from '@windhover/bytes';
import type { LookUpCatalog } from '../look-up-catalog.ts';
import type { Report } from '../report.ts';
import type { Collected, CollectedRule } from './collected.ts';
import { completeException } from './complete-exception.ts';

/** What a full definition says; the rest follows from what is loaded. */
export type RuleDefinition = Omit<CollectedRule, 'index' | 'visibility' | 'hasUnknownSource'>;

/** Define a rule or define it anew: everything is replaced but its place in the table (spec rules-files.md §5.4). */
export function defineRule(
  collected: Collected,
  rule: RuleDefinition,
  lookUp: LookUpCatalog,
  report: Report,
): void {
  const previous = collected.rules.get(rule.name);
  if (previous && previous.source !== rule.source) {
    reportSourceChange(rule, report);
    return;
  }
  const catalog = lookUp(rule.source);
  if (catalog === undefined)
    report.warn('LOAD_UNKNOWN_SOURCE', `Unknown source ${rule.source}, skipping`, rule.context);
  const exceptions = rule.exceptions.map((exception) => completeException(exception, catalog, report));
  if (report.stopped) return;
  const visibility = collected.nextIndex++;
  collected.rules.set(rule.name, {
    ...rule,
    exceptions: exceptions.filter((exception) => exception !== undefined),
    hasUnknownSource: catalog === undefined,
    index: previous?.index ?? visibility,
    visibility,
  });
}

export function reportSourceChange(
  rule: Pick<RuleDefinition, 'context'> & { readonly name: ByteString },
  report: Report,
): void {
  report.error('LOAD_ERR_VALIDATE', 'Rule has been re-defined with a different source', rule.context);
}
