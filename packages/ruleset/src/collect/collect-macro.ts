import type { ByteString } from '@windhover/bytes';
import type { Context } from '../context.ts';
import type { Report } from '../report.ts';
import type { TracedText } from '../traced-text.ts';
import type { Collected, CollectedMacro } from './collected.ts';

/** Define a macro or define it anew, which keeps its place in the table. */
export function defineMacro(collected: Collected, macro: Omit<CollectedMacro, 'index' | 'visibility'>): void {
  const visibility = collected.nextIndex++;
  const index = collected.macros.get(macro.name)?.index ?? visibility;
  collected.macros.set(macro.name, { ...macro, index, visibility });
}

/** Add text to the condition of a macro that exists. */
export function appendToMacro(
  collected: Collected,
  name: ByteString,
  condition: TracedText,
  context: Context,
  report: Report,
): void {
  const macro = collected.macros.get(name);
  if (macro === undefined) {
    const message =
      "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";
    const subject = { kind: 'macro', name, candidates: () => collected.macros.keys() } as const;
    report.error('LOAD_ERR_VALIDATE', message, context, { subject });
    return;
  }
  macro.condition.push(condition);
  macro.visibility = collected.nextIndex++;
}
