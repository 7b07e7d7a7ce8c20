// List names in the goldens' conditions stand for their items (spec rules-files.md §6.2); the loader's own
// substitution belongs to another room.

import type { ByteString } from '@windhover/bytes';

export interface NamedList {
  readonly name: string;
  readonly items: readonly string[];
}

const blanks = ' \t\n\r';
const delimiters = `${blanks}(),=`;

/** Replace delimited list names by their items, one list after the other. */
export function substituteLists(text: ByteString, lists: readonly NamedList[]): ByteString {
  return lists.reduce(substituteList, text);
}

function substituteList(text: ByteString, { name, items }: NamedList): ByteString {
  const replacement = items.map(quoteItem).join(', ');
  const isDelimiter = (at: number): boolean =>
    at < 0 || at >= text.length || delimiters.includes(text.charAt(at));
  let result = text;
  let position = 0;
  for (;;) {
    let start = result.indexOf(name, position);
    if (start < 0) return result;
    let end = start + name.length;
    text = result;
    if (!isDelimiter(start - 1) || !isDelimiter(end)) {
      position = start + 1;
      continue;
    }
    while (start > 0 && blanks.includes(result.charAt(start - 1))) start--;
    while (end < result.length && blanks.includes(result.charAt(end))) end++;
    if (replacement === '') {
      if (result[start - 1] === ',') start--;
      else if (result[end] === ',') end++;
    }
    const head = (start > 0 ? `${result.slice(0, start)} ` : '') + replacement;
    result = `${head} ${result.slice(end)}`;
    position = head.length;
  }
}

function quoteItem(item: string): string {
  return item.includes(' ') && !/^["']/.test(item) ? `"${item}"` : item;
}
