import type { ByteString } from '@windhover/bytes';
import type { Collected } from '../collect/collected.ts';
import type { Report } from '../report.ts';

/** Warn of every macro, then every list, that nothing refers to, of earlier files too (spec rules-files.md §6, §7). */
export function warnUnused(
  collected: Collected,
  usedMacros: ReadonlySet<ByteString>,
  usedLists: ReadonlySet<ByteString>,
  report: Report,
): void {
  for (const { name, context } of collected.macros.values()) {
    if (!usedMacros.has(name))
      report.warn('LOAD_UNUSED_MACRO', 'Macro not referred to by any other rule/macro', context);
  }
  for (const { name, context } of collected.lists.values()) {
    if (!usedLists.has(name))
      report.warn('LOAD_UNUSED_LIST', 'List not referred to by any other rule/macro', context);
  }
}
