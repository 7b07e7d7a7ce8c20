import type { ByteString } from '@windhover/bytes';
import type { Context } from '../context.ts';
import type { Report } from '../report.ts';
import type { TracedText } from '../traced-text.ts';
import type { Collected } from './collected.ts';

/** Define a list or define it anew, which keeps its place in the table. */
export function defineList(
  collected: Collected,
  name: ByteString,
  items: readonly TracedText[],
  context: Context,
): void {
  const visibility = collected.nextIndex++;
  const index = collected.lists.get(name)?.index ?? visibility;
  collected.lists.set(name, { name, context, items: [...items], index, visibility });
}

/** Add items to a list that exists. */
export function appendToList(
  collected: Collected,
  name: ByteString,
  items: readonly TracedText[],
  context: Context,
  report: Report,
): void {
  const list = collected.lists.get(name);
  if (list === undefined) {
    const message = "List uses 'append' or 'override.items: append' but no list by that name already exists";
    const subject = { kind: 'list', name, candidates: () => collected.lists.keys() } as const;
    report.error('LOAD_ERR_VALIDATE', message, context, { subject });
    return;
  }
  for (const item of items) list.items.push(item);
  list.visibility = collected.nextIndex++;
}
