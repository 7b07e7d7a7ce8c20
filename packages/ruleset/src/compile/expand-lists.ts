import type { ByteString } from '@windhover/bytes';
import type { Collected, CollectedList } from '../collect/collected.ts';
import type { Report } from '../report.ts';
import { concatTraced, type TracedText } from '../traced-text.ts';
import { quote } from './write-exceptions.ts';

/** A list with the items of the lists it names. */
export interface ExpandedList {
  readonly name: ByteString;
  /** Place in the table: lists are substituted in this order. */
  readonly order: number;
  readonly collected: CollectedList;
  readonly items: readonly TracedText[];
  /** The items as they are put into a condition. */
  readonly replacement: TracedText;
}

/** What all lists together may grow to: lists of lists multiply. */
const MAX_EXPANDED_ITEMS = 1_000_000;

/**
 * Replace items that name an earlier list by the raw items of that list, one level deep (spec rules-files.md §6.1).
 * Gives the lists in table order; those that others refer to are added to `used`.
 */
export function expandLists(
  collected: Collected,
  used: Set<ByteString>,
  report: Report,
): readonly ExpandedList[] {
  let budget = MAX_EXPANDED_ITEMS;
  return [...collected.lists.values()].map((list, order) => {
    const items: TracedText[] = [];
    for (const item of list.items) {
      const target = collected.lists.get(item.text);
      const isReference = target !== undefined && target.index < list.visibility;
      if (!isReference) items.push(item);
      else {
        used.add(target.name);
        if (target.items.length <= budget) for (const inner of target.items) items.push(inner);
        budget -= target.items.length;
      }
    }
    if (budget < 0 && !report.stopped) {
      report.error(
        'LOAD_ERR_VALIDATE',
        `lists of lists have more than ${MAX_EXPANDED_ITEMS} items`,
        list.context,
      );
      budget = 0;
    }
    return { name: list.name, order, collected: list, items, replacement: joinItems(items) };
  });
}

function joinItems(items: readonly TracedText[]): TracedText {
  return concatTraced(items.flatMap((item, index) => [...(index > 0 ? [', '] : []), ...quote(item)]));
}
