import type { ByteString } from '@windhover/bytes';
import type { Collected } from '../collect/collected.ts';
import type { LookUpCatalog } from '../look-up-catalog.ts';
import type { Report } from '../report.ts';
import type { AppendOutput } from '../ruleset.ts';
import { compileMacros, type CompiledMacros } from './compile-macros.ts';
import { compileRules, type CompiledRule } from './compile-rules.ts';
import { expandLists, type ExpandedList } from './expand-lists.ts';
import { createListSubstitution } from './substitute-lists.ts';
import { createConditionOrigins, type ConditionOrigins } from './traced-condition.ts';
import { warnUnused } from './warn-unused.ts';

/** Everything that follows from what was collected. */
export interface Compilation {
  readonly lists: readonly ExpandedList[];
  readonly macros: CompiledMacros;
  readonly rules: readonly CompiledRule[];
  readonly usedLists: ReadonlySet<ByteString>;
  readonly usedMacros: ReadonlySet<ByteString>;
  readonly origins: ConditionOrigins;
}

/** Lists, then macros, then rules, then warnings of what is unused, spec rules-files.md §10. */
export function compileCollected(
  collected: Collected,
  lookUp: LookUpCatalog,
  appendOutput: readonly AppendOutput[],
  report: Report,
): Compilation {
  const origins = createConditionOrigins();
  const usedMacros = new Set<ByteString>();
  const usedInLists = new Set<ByteString>();
  const expanded = expandLists(collected, usedInLists, report);
  const lists = createListSubstitution(expanded);
  const macros = compileMacros(collected, lists, origins, usedMacros, report);
  const rules = compileRules({ collected, macros, lists, origins, lookUp, appendOutput, usedMacros, report });
  const usedLists = new Set([...usedInLists, ...lists.used]);
  if (!report.stopped) warnUnused(collected, usedMacros, usedLists, report);
  return { lists: expanded, macros, rules, usedLists, usedMacros, origins };
}
